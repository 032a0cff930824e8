package org.cxrlab.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.Sha256;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.split.Split;

/** The SHA-256 of texts, of films and their parts, and of a folder's files by name and content. */
public final class Hashes {
  private Hashes() {}

  /** Of a model folder's files. */
  public static String of(Path folder) {
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

  /** Of all films of a split in whichever part, in the order of their names. */
  static String ofFilms(Split split) {
    Films all = split.films();
    List<Film> sorted = all.stream().sorted(Comparator.comparing(Film::image)).toList();
    return new Films(all.name(), all.labels(), sorted).fingerprint();
  }

  /** Of all three parts. */
  static String ofSplit(Split split) {
    return shortOf(
        split.train().fingerprint(), split.validation().fingerprint(), split.test().fingerprint());
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
