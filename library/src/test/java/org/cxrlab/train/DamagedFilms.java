package org.cxrlab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cxrlab.data.Film;

/** Damages films and puts them right again. */
final class DamagedFilms {
  private final Map<Path, byte[]> whole = new LinkedHashMap<>();

  /** What can happen to a film's file. */
  enum Damage {
    GONE,
    EMPTY,
    FOLDER,
    TEXT,
    CUT_SHORT,
    CUT_SHORT_WITH_ITS_END,
    OTHER_HEADER
  }

  private byte[] keep(Film film) throws IOException {
    byte[] bytes = Files.readAllBytes(film.path());
    whole.putIfAbsent(film.path(), bytes);
    return bytes;
  }

  /** Leaves the first half of the file. */
  void cutShort(Film film) {
    damage(film, Damage.CUT_SHORT);
  }

  void damage(Film film, Damage how) {
    try {
      byte[] bytes = keep(film);
      Path file = film.path();
      switch (how) {
        case GONE -> Files.delete(file);
        case EMPTY -> Files.write(file, new byte[0]);
        case FOLDER -> {
          Files.delete(file);
          Files.createDirectory(file);
        }
        case TEXT -> Files.writeString(file, "404 not found".repeat(40));
        case CUT_SHORT -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        case CUT_SHORT_WITH_ITS_END -> {
          // Its head and its last chunk are fine, and between them half of the picture is noise.
          byte[] broken = bytes.clone();
          Arrays.fill(broken, bytes.length / 3, bytes.length - 20, (byte) 0x5A);
          Files.write(file, broken);
        }
        case OTHER_HEADER -> {
          byte[] broken = bytes.clone();
          broken[16] = 0x7F; // more columns than any film has
          Files.write(file, broken);
        }
        default -> throw new AssertionError(how);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts all films back as they were. */
  void mend() {
    whole.forEach(
        (file, bytes) -> {
          try {
            Files.deleteIfExists(file);
            Files.write(file, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    whole.clear();
  }
}
