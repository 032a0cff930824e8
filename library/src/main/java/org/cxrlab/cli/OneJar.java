package org.cxrlab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.CodeVersion;
import org.cxrlab.disk.WholeFile;

/**
 * Jars and folders of classes as one jar. Lists of services are put together; of what two have, the
 * first is taken, as on a class path; licences keep the name of their jar. The same parts give the
 * same bytes.
 */
final class OneJar {
  private static final String SERVICES = "META-INF/services/";

  /** What holds for one jar alone: its manifest, signatures, index and module. */
  private static final Pattern OF_ITS_JAR =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC))"
              + "|(META-INF/versions/\\d+/)?module-info\\.class");

  private static final Pattern LICENCE =
      Pattern.compile("(META-INF/)?((?i:licen[sc]e|notice|copying)[^/]*)");

  private static final LocalDateTime LONG_AGO = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final List<Path> parts;
  private final Set<String> there = new HashSet<>();
  private final Map<String, Set<String>> services = new TreeMap<>();

  OneJar(List<Path> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Writes it.
   *
   * @return how many files are in it
   * @throws java.io.UncheckedIOException if it can't be written, or a part not be read
   */
  int write(Path file) {
    WholeFile.write(file, this::write);
    return there.size();
  }

  private void write(OutputStream out) throws IOException {
    var jar = new ZipOutputStream(out);
    begin(jar, "META-INF/MANIFEST.MF");
    manifest().write(jar);
    jar.closeEntry();
    for (Path part : parts) {
      if (Files.isDirectory(part)) {
        addFolder(part, jar);
      } else {
        addJar(part, jar);
      }
    }
    for (Map.Entry<String, Set<String>> service : services.entrySet()) {
      begin(jar, service.getKey());
      jar.write((String.join("\n", service.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    jar.finish();
  }

  private static Manifest manifest() {
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    main.put(Attributes.Name.IMPLEMENTATION_VERSION, CodeVersion.ofLibrary());
    main.put(Attributes.Name.MULTI_RELEASE, "true");
    return manifest;
  }

  private void addFolder(Path folder, ZipOutputStream jar) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        try (InputStream in = Files.newInputStream(file)) {
          add(name, String.valueOf(folder.getFileName()), in, jar);
        }
      }
    }
  }

  private void addJar(Path part, ZipOutputStream jar) throws IOException {
    try (var zip = new ZipFile(part.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            add(entry.getName(), part.getFileName().toString(), in, jar);
          }
        }
      }
    } catch (IOException e) {
      throw new IOException(part + " can't be read (" + e.getMessage() + ").", e);
    }
  }

  private void add(String entry, String part, InputStream in, ZipOutputStream jar)
      throws IOException {
    if (OF_ITS_JAR.matcher(entry).matches()) {
      return;
    }
    if (entry.startsWith(SERVICES)) {
      services.computeIfAbsent(entry, e -> new LinkedHashSet<>()).addAll(lines(in));
      return;
    }
    var licence = LICENCE.matcher(entry);
    String name = licence.matches() ? "META-INF/licences/" + part + "/" + licence.group(2) : entry;
    if (!there.contains(name)) {
      begin(jar, name);
      in.transferTo(jar);
      jar.closeEntry();
    }
  }

  private static List<String> lines(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private void begin(ZipOutputStream jar, String name) throws IOException {
    there.add(name);
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LONG_AGO);
    jar.putNextEntry(entry);
  }
}
