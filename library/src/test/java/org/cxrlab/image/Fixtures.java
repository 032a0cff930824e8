package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The small pictures that make_fixtures.py beside them made with Pillow and pydicom. */
final class Fixtures {
  /** What most of them hold, in 255ths: four columns, three rows. */
  static final int[][] GREY = {{0, 1, 64, 127}, {128, 200, 254, 255}, {10, 20, 30, 40}};

  private Fixtures() {}

  static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static GrayImage read(String name) {
    return GrayImage.read(file(name));
  }

  /** Compares all pixels with levels of which {@code white} is 1. */
  static void assertLevels(int[][] expected, double white, GrayImage actual, double tolerance) {
    assertEquals(expected.length, actual.height());
    assertEquals(expected[0].length, actual.width());
    for (int y = 0; y < expected.length; y++) {
      for (int x = 0; x < expected[y].length; x++) {
        assertEquals(
            expected[y][x], actual.at(x, y) * white, tolerance, "pixel (" + x + ", " + y + ")");
      }
    }
  }
}
