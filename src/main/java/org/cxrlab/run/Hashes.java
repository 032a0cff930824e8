package org.cxrlab.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.split.Split;

/** The SHA-256 of texts, of films and their parts, and of a folder's files by name and content. */
public final class Hashes {
  private Hashes() {}

  static String of(Path folder) {
    MessageDigest digest = sha256();
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        digest.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model in " + folder + " can't be read.", e);
    }
    return HexFormat.of().formatHex(digest.digest());
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
    MessageDigest digest = sha256();
    for (String text : texts) {
      digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256.", e);
    }
  }
}
