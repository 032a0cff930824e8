package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * The stored values of a picture as grey, 0 to 1. AWT's own conversion to grey goes through linear
 * light and so changes the values; here the samples are used as the file holds them. Transparency
 * is ignored.
 */
final class Luma {
  // ITU-R BT.601, in the integers that Pillow and libjpeg use, so that equal channels stay exact.
  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final float ONE = 65536;

  private Luma() {}

  static float[] of(BufferedImage image) throws IOException {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return ofPalette(image.getRaster(), palette);
    }
    Raster raster = image.getRaster();
    if (raster.getSampleModel() instanceof ComponentSampleModel model) {
      return raster.getDataBuffer() instanceof DataBufferByte bytes
          ? ofBytes(raster, model, bytes.getData())
          : ofSamples(raster);
    }
    return ofPacked(image);
  }

  private static float[] ofPalette(Raster raster, IndexColorModel palette) {
    float[] greys = new float[palette.getMapSize()];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = luma(palette.getRed(i), palette.getGreen(i), palette.getBlue(i)) / 255;
    }
    int width = raster.getWidth();
    float[] out = new float[width * raster.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        out[y * width + x] = greys[row[x]];
      }
    }
    return out;
  }

  /** The usual film, eight bits a sample, read from its array: several times faster. */
  private static float[] ofBytes(Raster raster, ComponentSampleModel model, byte[] data) {
    int width = raster.getWidth();
    int step = model.getPixelStride();
    int[] offsets = model.getBandOffsets();
    float[] out = new float[width * raster.getHeight()];
    for (int y = 0; y < raster.getHeight(); y++) {
      int at = y * model.getScanlineStride();
      for (int x = 0; x < width; x++, at += step) {
        float grey =
            offsets.length < 3
                ? data[at + offsets[0]] & 0xFF
                : luma(
                    data[at + offsets[0]] & 0xFF,
                    data[at + offsets[1]] & 0xFF,
                    data[at + offsets[2]] & 0xFF);
        out[y * width + x] = grey / 255;
      }
    }
    return out;
  }

  /**
   * Samples of 16 bits or more, or with a fraction, in one band, one with alpha, three or four.
   * Those with a fraction and those of 32 bits have no black and white of their own.
   */
  private static float[] ofSamples(Raster raster) throws IOException {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int kind = raster.getDataBuffer().getDataType();
    boolean levels = kind == DataBuffer.TYPE_USHORT || kind == DataBuffer.TYPE_SHORT;
    int bits = raster.getSampleModel().getSampleSize(0);
    float[] out = new float[width * raster.getHeight()];
    float[] row = new float[width * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int i = x * bands;
        out[y * width + x] =
            bands < 3
                ? row[i]
                : levels
                    ? luma((long) row[i], (long) row[i + 1], (long) row[i + 2])
                    : 0.299f * row[i] + 0.587f * row[i + 1] + 0.114f * row[i + 2];
      }
    }
    float least = kind == DataBuffer.TYPE_SHORT ? Short.MIN_VALUE : 0;
    return levels
        ? OwnRange.spread(out, least, least + (1 << bits) - 1, bits)
        : OwnRange.spread(out, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, bits);
  }

  /** Colours packed into one number a pixel, as some BMP files hold them. */
  private static float[] ofPacked(BufferedImage image) {
    int width = image.getWidth();
    float[] out = new float[width * image.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int rgb = row[x];
        out[y * width + x] = luma(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF) / 255;
      }
    }
    return out;
  }

  /** The grey of a colour, on the scale of its parts. */
  static float luma(long red, long green, long blue) {
    return (RED * red + GREEN * green + BLUE * blue) / ONE;
  }
}
