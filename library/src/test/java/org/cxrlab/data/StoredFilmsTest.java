package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where films that lie in archives may be parted. */
class StoredFilmsTest {
  /** A film for each letter: "." is a file, small letters are tars, capitals gzipped tars. */
  private static StoredFilms films(String where) {
    Map<Path, StoredPicture> stored = new HashMap<>();
    List<Film> films = new ArrayList<>();
    Labels none = Labels.of();
    for (int i = 0; i < where.length(); i++) {
      String name = i + ".png";
      Path path = Path.of(name);
      films.add(Film.of(name, path, name, none, List.of()));
      char store = where.charAt(i);
      if (store != '.') {
        var file = new SharedFile.Local("/" + store);
        boolean gzipped = Character.isUpperCase(store);
        stored.put(
            path,
            new StoredPicture(
                gzipped ? new GzippedTarStore(file) : new TarStore(file), name, i, 1, ""));
      }
    }
    return new StoredFilms(new Films("films", none, films), stored);
  }

  @Test
  void filmsArePartedAnywhereButWithinAGzippedTar() {
    assertEquals(List.of(0, 4, 8), films("..........").parts(4));
    assertEquals(List.of(0, 4, 8), films("aaaabbaaaa").parts(4));
    assertEquals(List.of(0), films("AAAAAAAAAA").parts(4));
    assertEquals(List.of(0, 8, 12), films("AAAAAAAABBBBCC").parts(4));
  }

  @Test
  void twoGzippedTarsThatShareAGroupAreNotOnePart() {
    assertEquals(List.of(0, 8, 16), films("AAAAAABBBBBBBBBCCCCC").parts(4));
  }

  @Test
  void gzippedTarsWhoseFilmsTakeTurnsAreReadTwiceAtMost() {
    assertEquals(List.of(0, 4), films("ABABABABABABABABABAB").parts(4));
  }
}
