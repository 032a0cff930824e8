package org.cxrlab.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.Sha256;

/** The SHA-256 of texts, and of files by name and content. */
public final class Hashes {
  private Hashes() {}

  /** Of a folder's files. */
  static String of(Path folder) {
    Sha256 sum = new Sha256();
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        sum.add(folder.relativize(file).toString());
        try (InputStream in = Files.newInputStream(file)) {
          sum.add(in);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model in " + folder + " can't be read.", e);
    }
    return sum.digits();
  }

  /** The first 16 hexadecimal digits. */
  public static String shortOf(String... texts) {
    Sha256 sum = new Sha256();
    for (String text : texts) {
      sum.add(text + "\n");
    }
    return sum.shortDigits();
  }
}
