package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrayImageTest {
  /** The source of the fixtures from Pillow: ((7 x + 13 y) mod 31) / 31 in 7 columns and 5 rows. */
  private static final GrayImage SOURCE = source();

  private static GrayImage source() {
    float[] pixels = new float[35];
    for (int i = 0; i < 35; i++) {
      pixels[i] = (7 * (i % 7) + 13 * (i / 7)) % 31 / 31f;
    }
    return GrayImage.of(7, 5, pixels);
  }

  private static float[] row(int y, GrayImage of) {
    return Arrays.copyOfRange(of.pixels(), y * of.width(), (y + 1) * of.width());
  }

  @Test
  void shrinkingSmoothsAsPillowDoes() {
    // Image.fromarray(source).resize((3, 2), Image.BILINEAR)
    assertArrayEquals(
        new float[] {0.421345f, 0.503191f, 0.522204f, 0.510054f, 0.529067f, 0.497277f},
        SOURCE.resize(3, 2).pixels(),
        1e-6f);
  }

  @Test
  void enlargingInterpolatesAsPillowDoes() {
    // Image.fromarray(source).resize((10, 8), Image.BILINEAR), its second row
    float[] row = {
      0.183468f, 0.307661f, 0.465726f, 0.623790f, 0.497480f, 0.502419f, 0.632359f, 0.396673f,
      0.414113f, 0.538306f
    };
    assertArrayEquals(row, row(1, SOURCE.resize(10, 8)), 1e-6f);
  }

  @Test
  void oneSideMayShrinkWhileTheOtherGrows() {
    // Image.fromarray(source).resize((3, 9), Image.BILINEAR), its third row
    assertArrayEquals(
        new float[] {0.566308f, 0.416192f, 0.557860f}, row(2, SOURCE.resize(3, 9)), 1e-6f);
  }

  @Test
  void onePixelIsPillowsWeightedMean() {
    // Image.fromarray(source).resize((1, 1), Image.BILINEAR)
    assertEquals(0.499059, SOURCE.resize(1, 1).at(0, 0), 1e-6);
  }

  @Test
  void sameSizeIsTheSamePicture() {
    assertSame(SOURCE, SOURCE.resize(7, 5));
  }

  @Test
  void impossibleSizeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SOURCE.resize(0, 5));
  }

  @Test
  void momentsAreNumpys() {
    // source.mean(dtype=np.float64), source.std(dtype=np.float64)
    assertEquals(0.48755759596824644, SOURCE.mean(), 1e-9);
    assertEquals(0.28963270835331567, SOURCE.sd(), 1e-9);
  }

  @Test
  void standardisedPixelsAreNumpys() {
    // ((source - source.mean()) / source.std())[0]
    assertArrayEquals(
        new float[] {
          -1.683365f, -0.903735f, -0.124104f, 0.655526f, 1.435156f, -1.237862f, -0.458232f
        },
        row(0, SOURCE.standardised()),
        1e-6f);
  }

  @Test
  void standardisedLargeFilmHasMeanZeroAndDeviationOne() {
    float[] pixels = new float[1024 * 1024];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 0.9f + (i % 97) / 1000f;
    }
    GrayImage standardised = GrayImage.of(1024, 1024, pixels).standardised();
    assertEquals(0, standardised.mean(), 1e-6);
    assertEquals(1, standardised.sd(), 1e-6);
  }

  @Test
  void constantPictureNamesItself() {
    GrayImage flat = GrayImage.of(2, 1, 0.1f, 0.1f).named("flat.png");
    var e = assertThrows(PictureException.class, flat::standardised);
    assertEquals(
        "flat.png can't be standardised: all its pixels are 0.1. Leave the film out.",
        e.getMessage());
  }

  @Test
  void histogramCountsEveryPixelOnce() {
    assertArrayEquals(
        new int[] {2, 1, 2}, GrayImage.of(5, 1, 0f, 0.1f, 0.5f, 0.9f, 1f).histogram(3));
    assertArrayEquals(new int[] {2, 0}, GrayImage.of(2, 1, 0.5f, 0.5f).histogram(2));
  }

  @Test
  void pixelOutsideIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> SOURCE.at(7, 0));
    assertTrue(e.getMessage().contains("(7, 0) in a picture of 7 x 5"), e.getMessage());
  }

  @Test
  void writingToACopyOfThePixelsChangesNothing() {
    SOURCE.pixels()[0] = 9;
    assertEquals(0, SOURCE.at(0, 0));
  }

  @Test
  void displayRunsFromTheDarkestToTheBrightestPixel() {
    BufferedImage seen = GrayImage.of(3, 1, -2f, 0f, 2f).toBufferedImage();
    assertEquals(0xFF000000, seen.getRGB(0, 0));
    assertEquals(0xFF808080, seen.getRGB(1, 0));
    assertEquals(0xFFFFFFFF, seen.getRGB(2, 0));
  }

  @Test
  void pictureFileHoldsTheLevelsOfTheDisplay(@TempDir Path folder) {
    Path file = GrayImage.of(3, 1, -2f, 0f, 2f).toPicture("three greys").save(folder.resolve("a"));
    assertArrayEquals(new float[] {0, 128 / 255f, 1}, GrayImage.read(file).pixels());
  }

  @Test
  void windowCutsWhatLiesOutside() {
    BufferedImage seen =
        GrayImage.of(4, 1, 0f, 0.25f, 0.5f, 1f).toBufferedImage(new Window(0.25, 0.5));
    assertEquals(0xFF000000, seen.getRGB(0, 0));
    assertEquals(0xFF000000, seen.getRGB(1, 0));
    assertEquals(0xFFFFFFFF, seen.getRGB(2, 0));
    assertEquals(0xFFFFFFFF, seen.getRGB(3, 0));
  }

  @Test
  void windowUpsideDownIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Window(1, 0));
  }
}
