package org.cxrlab.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All kinds of files that are fuzzed. */
final class FuzzTargets {
  /** Those of a group share a process: to start one takes longer than to try a thousand inputs. */
  static final List<List<FuzzTarget>> GROUPS =
      List.of(
          PictureTargets.all(),
          TableTargets.all(),
          WeightsTargets.all(),
          ExperimentTargets.all(),
          ArchiveTargets.all());

  private static final String FINDS = "/fuzz/";

  private FuzzTargets() {}

  static Stream<FuzzTarget> all() {
    return GROUPS.stream().flatMap(List::stream);
  }

  static FuzzTarget named(String name) {
    return all().filter(target -> target.name().equals(name)).findFirst().orElseThrow();
  }

  /** What was found once, by the names of the files; each was mended and must stay so. */
  static Map<String, byte[]> finds(FuzzTarget target) {
    if (FuzzTargets.class.getResource(FINDS + target) == null) {
      return Map.of();
    }
    return files(FINDS + target, "");
  }

  /** Files of the test's resources whose names have one of these endings. */
  static Map<String, byte[]> files(String resource, String... endings) {
    Map<String, byte[]> found = new TreeMap<>();
    try (Stream<Path> files =
        Files.list(Path.of(FuzzTargets.class.getResource(resource).toURI()))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (Files.isRegularFile(file) && Stream.of(endings).anyMatch(name::endsWith)) {
          found.put(name, Files.readAllBytes(file));
        }
      }
      return found;
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Texts as files. */
  static Map<String, byte[]> texts(String... texts) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String text : texts) {
      files.put("text-" + files.size(), text.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /** Some and more. */
  @SafeVarargs
  static Map<String, byte[]> together(Map<String, byte[]>... parts) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    List.of(parts).forEach(all::putAll);
    return all;
  }

  /** The texts between quotes, for dictionaries. */
  static String[] quoted(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    names.forEach(name -> quoted.add("\"" + name + "\""));
    return quoted.toArray(String[]::new);
  }
}
