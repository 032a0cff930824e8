package org.cxrlab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.Sha256;
import org.cxrlab.cli.Scorer;

/** By what a model and the code are told to be the same on another machine. */
final class Origin {
  private Origin() {}

  /** Of all files of a folder, by their names and what is in them. */
  static String ofFolder(Path folder) {
    var sum = new Sha256();
    for (Path file : files(folder)) {
      sum.add(folder.relativize(file).toString());
      add(sum, file);
    }
    return sum.digits();
  }

  /** Of the library's jar; empty outside of a jar, where nobody can tell. */
  static String ofCode() {
    return Code.SUM;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
    }
  }

  private static void add(Sha256 sum, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      sum.add(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be read.", e);
    }
  }

  /** Computed once. */
  private static final class Code {
    static final String SUM = find();

    private static String find() {
      CodeSource source = Scorer.class.getProtectionDomain().getCodeSource();
      if (source == null) {
        return "";
      }
      Path jar = Path.of(URI.create(source.getLocation().toString()));
      if (!Files.isRegularFile(jar)) {
        return "";
      }
      var sum = new Sha256();
      add(sum, jar);
      return sum.digits();
    }
  }
}
