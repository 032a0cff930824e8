package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small films in every way that DICOM stores them, against what pydicom shows of them; {@code
 * bench/fixtures_films.py} made both.
 */
class StoredFilmsTest {
  @TempDir Path folder;

  static Stream<String> films() throws IOException {
    return Files.readAllLines(Fixtures.file("stored/films.csv")).stream();
  }

  @ParameterizedTest
  @MethodSource("films")
  void filmHasTheGreysThatPydicomShows(String row) {
    String[] told = row.split(",");
    double[] greys = Arrays.stream(told[2].split(" ")).mapToDouble(Double::parseDouble).toArray();
    GrayImage film = Fixtures.read("stored/" + told[0]);
    assertEquals(17, film.width());
    assertEquals(13, film.height());
    float[] ours = film.pixels();
    for (int i = 0; i < greys.length; i++) {
      assertEquals(greys[i] / 10_000, ours[i], Double.parseDouble(told[1]), told[0] + " " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("films")
  void filmCutOrBrokenAnywhereIsReadOrNamedAndNothingElse(String row) throws IOException {
    String name = row.split(",")[0];
    byte[] whole = Files.readAllBytes(Fixtures.file("stored/" + name));
    Path file = folder.resolve(name);
    for (int length = 300; length < whole.length - 20; length += 131) {
      Files.write(file, Arrays.copyOf(whole, length));
      String problem = ImageFiles.problem(file).orElse("no problem at " + length);
      assertTrue(problem.startsWith("The picture " + file), problem);
    }
    var random = new Random(name.hashCode());
    for (int i = 0; i < 10; i++) {
      byte[] broken = whole.clone();
      for (int k = 0; k < 3; k++) {
        broken[200 + random.nextInt(whole.length - 200)] = (byte) random.nextInt();
      }
      Files.write(file, broken);
      ImageFiles.problem(file).ifPresent(p -> assertTrue(p.startsWith("The picture " + file), p));
    }
  }

  @Test
  void plugInsOfImageIoAreNotMoreThanJavasOwn() {
    // A library that ImageIO finds by itself could decode ordinary pictures in its own way.
    for (String form : new String[] {"jpeg", "png", "gif", "bmp", "tiff"}) {
      var readers = ImageIO.getImageReadersByFormatName(form);
      assertTrue(readers.hasNext());
      readers.forEachRemaining(
          r -> assertEquals("java.desktop", r.getClass().getModule().getName(), form));
    }
  }
}
