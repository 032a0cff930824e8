package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Text;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text that is drawn into pictures, and films that have some or none. */
class BurntInTextTest {
  private static final int SIDE = 800;

  @BeforeAll
  static void fonts() {
    Fonts.install();
  }

  /** Greys that swell like a body, with words on top. */
  private static GrayImage film(String words, int points, int ground, int ink, int x, int y) {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int u = i % SIDE;
      int v = i / SIDE;
      double body = Math.exp(-(Math.pow(u - 400, 2) + Math.pow(v - 450, 2)) / 60_000);
      double ribs = 12 * Math.sin(v / 14.0 + u / 60.0);
      image.getRaster().setSample(u, v, 0, (int) (20 + 190 * body + ribs * body));
    }
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setFont(Fonts.regular(points).deriveFont(Font.PLAIN));
    if (ground >= 0) {
      g.setColor(new Color(ground, ground, ground));
      g.fillRect(x - 4, y - points, g.getFontMetrics().stringWidth(words) + 8, points + 8);
    }
    g.setColor(new Color(ink, ink, ink));
    g.drawString(words, x, y);
    g.dispose();
    try {
      return new GrayImage("", SIDE, SIDE, Luma.of(image));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'DOE^JANE', 14, -1, 255",
    "'Doe, Jane 12/04/1958', 20, -1, 255",
    "'1958-04-12', 40, -1, 255",
    "'SMITH JOHN', 60, -1, 255",
    "'MUELLER PETER', 18, 255, 0",
    "'ID 4711023', 28, 0, 200",
  })
  void wordsAreFoundWhereTheyStand(String words, int points, int ground, int ink) {
    for (int[] at : new int[][] {{20, 60}, {300, 780}, {30, 700}}) {
      List<Box> found = BurntInText.find(film(words, points, ground, ink, at[0], at[1]));
      assertFalse(found.isEmpty(), words + " at " + at[0] + ", " + at[1]);
      for (Box box : found) {
        assertTrue(Math.abs(box.y() + box.height() / 2 - (at[1] - 0.35 * points)) < points);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"L, 40", "R, 20", "PA, 24", "L, 80"})
  void markersOfASideAreNoText(String marker, int points) {
    assertEquals(List.of(), BurntInText.find(film(marker, points, -1, 255, 700, 80)));
  }

  @Test
  void pictureOfOneGreyHasNone() {
    assertEquals(List.of(), BurntInText.find(new GrayImage("", 300, 300, new float[90_000])));
  }

  @Test
  void blankPlacesAreBlackAndTheRestStays() {
    GrayImage film = film("DOE^JANE", 20, -1, 255, 20, 60);
    List<Box> places = BurntInText.find(film);
    GrayImage blank = BurntInText.blank(film, places);
    assertEquals(List.of(), BurntInText.find(blank));
    assertEquals(film.at(400, 400), blank.at(400, 400));
  }

  /** Those that say PORTABLE; the other eight have markers of a side and of who took the film. */
  @Test
  void ofRealFilmsThoseWithWordsAreFound() throws Exception {
    String data = System.getenv("CXR_DATA");
    Assumptions.assumeTrue(data != null, "skipped: CXR_DATA names no folder of real films");
    Set<String> found = new TreeSet<>();
    try (Stream<Path> films = Files.list(Path.of(data, "images-1024"))) {
      for (Path film : films.toList()) {
        if (!BurntInText.find(GrayImage.read(film)).isEmpty()) {
          found.add(film.getFileName().toString());
        }
      }
    }
    assertEquals(Set.of("00012359_002.png", "00013125_000.png"), found, Text.format("%s", found));
  }
}
