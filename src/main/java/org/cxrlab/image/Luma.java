package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The stored values of a picture as grey, 0 to 1. AWT's own conversion to grey goes through linear
 * light and so changes the values; here the samples are used as the file holds them.
 */
final class Luma {
  // ITU-R BT.601, in the integers that Pillow and libjpeg use, so that equal channels stay exact.
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final float ONE = 65536;

  private Luma() {}

  static float[] of(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    float brightest = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    float[] out = new float[width * height];
    if (image.getColorModel() instanceof IndexColorModel palette) {
      float[] greys = greys(palette);
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          out[y * width + x] = greys[row[x]];
        }
      }
      return out;
    }
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int i = x * bands;
        out[y * width + x] =
            bands < 3 ? row[i] / brightest : luma(row[i], row[i + 1], row[i + 2]) / brightest;
      }
    }
    return out;
  }

  private static float luma(long red, long green, long blue) {
    return (RED * red + GREEN * green + BLUE * blue) / ONE;
  }

  private static float[] greys(IndexColorModel palette) {
    float[] greys = new float[palette.getMapSize()];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = luma(palette.getRed(i), palette.getGreen(i), palette.getBlue(i)) / 255;
    }
    return greys;
  }
}
