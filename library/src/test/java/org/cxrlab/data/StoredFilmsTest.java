package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.CxrlabException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void anArchiveThatHasChangedSinceItWasListedIsRefused(@TempDir Path folder) throws IOException {
    Path zip = zip(folder, "in/a.png", "in/b.png");
    StoredFilms films = StoredFilms.open(zip);
    assertEquals(List.of("a.png", "b.png"), images(films));
    assertEquals(zip.resolve("in/a.png"), films.films().get(0).path());
    films.requireUnchanged();
    zip(folder, "in/a.png");
    String words = assertThrows(CxrlabException.class, films::requireUnchanged).getMessage();
    assertEquals(zip + " has changed since its films were listed; list them again.", words);
    Files.delete(zip);
    words = assertThrows(CxrlabException.class, films::requireUnchanged).getMessage();
    assertTrue(words.startsWith(zip + " is not there any more, or can't be read;"), words);
  }

  @Test
  void aTableThatLiesElsewhereTellsOfFilmsInAnArchive(@TempDir Path folder) throws IOException {
    StoredFilms films = StoredFilms.open(zip(folder, "in/a.png", "in/b.png", "in/c.png"));
    Path table = Files.createDirectory(folder.resolve("elsewhere")).resolve("labels.csv");
    Files.writeString(table, "Image,PatientId,Mass\nc.png,7,1\nin/a,8,0\nd.png,9,1\n");
    StoredFilms told = films.withTable(Films.table(table));
    assertEquals(List.of("c.png", "in/a"), images(told));
    assertEquals(1, told.films().get(0).value("Mass"));
    assertEquals("8", told.films().get(1).patient());
    told.films().forEach(film -> assertTrue(told.stored().containsKey(film.path())));
    String account = told.source().summary();
    assertTrue(
        account.contains("rows of labels.csv that have no picture in the folder: 1 (d.png)"));
    assertTrue(account.contains("pictures that are named by no row of labels.csv: 1 ("), account);
    Files.writeString(table, "Image,PatientId,Mass\nx.png,7,1\n");
    FilmTable other = Films.table(table);
    assertThrows(IllegalArgumentException.class, () -> films.withTable(other));
  }

  private static List<String> images(StoredFilms films) {
    return films.films().stream().map(Film::image).toList();
  }

  private static Path zip(Path folder, String... names) throws IOException {
    Path zip = folder.resolve("films.zip");
    try (var packed = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : names) {
        packed.putNextEntry(new ZipEntry(name));
        packed.write(1);
        packed.closeEntry();
      }
    }
    return zip;
  }
}
