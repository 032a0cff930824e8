package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.AffineTransform;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AugmentationsTest {
  /** A bright rectangle on a dark film. */
  private static GrayImage film(Box bright) {
    float[] pixels = new float[100 * 80];
    for (int y = 0; y < 80; y++) {
      for (int x = 0; x < 100; x++) {
        boolean inside =
            x >= bright.x()
                && x < bright.x() + bright.width()
                && y >= bright.y()
                && y < bright.y() + bright.height();
        pixels[y * 100 + x] = inside ? 0.9f : 0.1f;
      }
    }
    return GrayImage.of(100, 80, pixels);
  }

  private static final Box BRIGHT = new Box(40, 30, 20, 10);
  private static final GrayImage FILM = film(BRIGHT);

  @Test
  void noneLeavesTheFilmAsItIs() {
    Augmented same = Augmentations.none().apply(FILM, 3);
    assertArrayEquals(FILM.pixels(), same.image().pixels());
    assertEquals(Optional.of(BRIGHT), same.box(BRIGHT));
  }

  @Test
  void sameSeedGivesTheSameFilmAndAnotherSeedAnother() {
    Augmentations light = Augmentations.light();
    assertArrayEquals(light.apply(FILM, 3).image().pixels(), light.apply(FILM, 3).image().pixels());
    assertFalse(
        Arrays.equals(
            light.apply(FILM, 3).image().pixels(), light.apply(FILM, 4).image().pixels()));
  }

  @Test
  void orderOfAskingDoesNotMatter() {
    assertEquals(
        Augmentations.none().shift(0.1).rotation(5), Augmentations.none().rotation(5).shift(0.1));
  }

  @Test
  void addingOneKindLeavesTheDrawsOfTheOthersAlone() {
    Optional<Box> alone = Augmentations.none().shift(0.1).apply(FILM, 11).box(BRIGHT);
    Optional<Box> withTone =
        Augmentations.none().shift(0.1).brightness(0.2).apply(FILM, 11).box(BRIGHT);
    assertEquals(alone, withTone);
  }

  @Test
  void boxFollowsWhatItEncloses() {
    var augmentations = Augmentations.none().shift(0.1).rotation(10).zoom(0.1);
    for (long seed = 0; seed < 20; seed++) {
      Augmented moved = augmentations.apply(FILM, seed);
      Box box = moved.box(BRIGHT).orElseThrow();
      double[] seen = boundsOfBright(moved.image());
      // Half a pixel of smoothing, and the rounded corners of a turned rectangle.
      assertEquals(box.x(), seen[0], 1.6);
      assertEquals(box.y(), seen[1], 1.6);
      assertEquals(box.x() + box.width(), seen[2], 1.6);
      assertEquals(box.y() + box.height(), seen[3], 1.6);
    }
  }

  private static double[] boundsOfBright(GrayImage image) {
    double[] bounds = {1e9, 1e9, -1, -1};
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        if (image.at(x, y) > 0.3) {
          bounds[0] = Math.min(bounds[0], x);
          bounds[1] = Math.min(bounds[1], y);
          bounds[2] = Math.max(bounds[2], x + 1);
          bounds[3] = Math.max(bounds[3], y + 1);
        }
      }
    }
    return bounds;
  }

  @Test
  void boxIsCutAtTheEdgeAndGoneOutside() {
    GrayImage image = GrayImage.of(10, 10, new float[100]);
    var right = new Augmented(image, AffineTransform.getTranslateInstance(6, 0));
    assertEquals(Optional.of(new Box(8, 2, 2, 3)), right.box(new Box(2, 2, 5, 3)));
    assertEquals(Optional.empty(), right.box(new Box(5, 2, 4, 3)));
  }

  @Test
  void quarterTurnMovesPixelsToWhereItShould() {
    // Clockwise as y points down: (x, y) goes to (2 - y, x) around the middle of two by two.
    var quarter = new AffineTransform(0, 1, -1, 0, 2, 0);
    assertArrayEquals(
        new float[] {3, 1, 4, 2},
        AffineResample.apply(GrayImage.of(2, 2, 1, 2, 3, 4), quarter),
        1e-6f);
  }

  @Test
  void halfAPixelsShiftIsTheMeanOfNeighboursAndRepeatsTheEdge() {
    assertArrayEquals(
        new float[] {0, 1, 3},
        AffineResample.apply(
            GrayImage.of(3, 1, 0, 2, 4), AffineTransform.getTranslateInstance(0.5, 0)),
        1e-6f);
  }

  @Test
  void drawsStayInTheRangeAndUseAllOfIt() {
    double least = 1;
    double most = -1;
    for (long seed = 0; seed < 300; seed++) {
      double moved = Augmentations.none().shift(0.1).apply(FILM, seed).box(BRIGHT).get().x() - 40;
      least = Math.min(least, moved);
      most = Math.max(most, moved);
    }
    assertTrue(least >= -10 && least < -9, "leftmost " + least);
    assertTrue(most <= 10 && most > 9, "rightmost " + most);
  }

  @Test
  void turnKeepsTheHeartOnItsSide() {
    Box heart = new Box(60, 30, 20, 20);
    for (long seed = 0; seed < 50; seed++) {
      Box moved = Augmentations.light().apply(film(heart), seed).box(heart).get();
      assertTrue(moved.x() + moved.width() / 2 > 55, "heart at " + moved);
    }
  }

  @Test
  void brightnessMovesTheMiddleAndKeepsBlackAndWhite() {
    GrayImage ramp = GrayImage.of(3, 1, 0f, 0.5f, 1f);
    double least = 1;
    double most = 0;
    for (long seed = 0; seed < 200; seed++) {
      GrayImage changed = Augmentations.none().brightness(0.2).apply(ramp, seed).image();
      assertEquals(0, changed.at(0, 0));
      assertEquals(1, changed.at(2, 0));
      least = Math.min(least, changed.at(1, 0));
      most = Math.max(most, changed.at(1, 0));
    }
    assertEquals(0.3, least, 0.01);
    assertEquals(0.7, most, 0.01);
  }

  @Test
  void contrastTurnsTheCurveAroundItsMiddle() {
    // At a quarter, v - c sin(2 pi v) / (2 pi) is 0.25 - c / (2 pi), and 0.25 - 0.5 / 6.2832 =
    // 0.1704.
    GrayImage ramp = GrayImage.of(3, 1, 0.25f, 0.5f, 0.75f);
    double least = 1;
    for (long seed = 0; seed < 200; seed++) {
      GrayImage changed = Augmentations.none().contrast(0.5).apply(ramp, seed).image();
      assertEquals(0.5, changed.at(1, 0), 1e-6);
      assertEquals(1, changed.at(0, 0) + changed.at(2, 0), 1e-6);
      least = Math.min(least, changed.at(0, 0));
    }
    assertEquals(0.1704, least, 0.002);
  }

  @Test
  void toneChangeSurvivesStandardising() {
    GrayImage ramp = GrayImage.of(4, 1, 0f, 0.3f, 0.6f, 1f);
    GrayImage changed = Augmentations.none().brightness(0.2).apply(ramp, 1).image();
    assertTrue(Math.abs(ramp.standardised().at(1, 0) - changed.standardised().at(1, 0)) > 0.01);
  }

  @Test
  void toneOfAStandardisedFilmIsRefused() {
    var tone = Augmentations.none().brightness(0.1);
    var e = assertThrows(IllegalArgumentException.class, () -> tone.apply(FILM.standardised(), 1));
    assertTrue(e.getMessage().contains("before it is standardised"), e.getMessage());
  }

  @Test
  void rangesAreChecked() {
    assertRefused(() -> Augmentations.none().shift(0.6), "shift must be from 0 to 0.5");
    assertRefused(() -> Augmentations.none().rotation(-1), "rotation must be from 0 to 45");
    assertRefused(() -> Augmentations.none().zoom(Double.NaN), "zoom must be from 0 to 0.5");
    assertRefused(() -> Augmentations.none().brightness(1), "brightness must be from 0 to 0.4");
    assertRefused(() -> Augmentations.none().contrast(1), "contrast must be from 0 to 0.9");
  }

  private static void assertRefused(org.junit.jupiter.api.function.Executable call, String words) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(words), message);
  }
}
