package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;

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

  /**
   * The greys of all pixels.
   *
   * @throws IOException if there are numbers that are none
   * @throws UncheckedIOException if there are colours that the palette does not have
   */
  static float[] of(BufferedImage image) throws IOException {
    Rows rows = rows(image);
    int width = image.getWidth();
    float[] greys = new float[width * image.getHeight()];
    for (int y = 0; y < image.getHeight(); y++) {
      rows.row(y, greys, y * width);
    }
    return rows.spread(greys);
  }

  /** The greys of a picture row by row; see {@link #of}. */
  static Rows rows(BufferedImage image) {
    Raster raster = image.getRaster();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return new OfPalette(raster, palette);
    }
    if (raster.getSampleModel() instanceof ComponentSampleModel model) {
      return raster.getDataBuffer() instanceof DataBufferByte bytes
          ? new OfBytes(raster.getWidth(), model, bytes.getData())
          : new OfSamples(raster);
    }
    return new OfPacked(image);
  }

  /** The greys of a picture row by row. */
  abstract static class Rows {
    /** Puts the numbers of a row. */
    abstract void row(int y, float[] into, int at);

    /** Which of the numbers in the rows are black and white, where these are not 0 and 1. */
    Window range(float least, float most) {
      return new Window(0, 1);
    }

    /** Makes greys of the numbers of all rows. */
    float[] spread(float[] numbers) throws IOException {
      return numbers;
    }
  }

  /** The grey of a colour of a palette. */
  static float ofPalette(float[] greys, int index) {
    if (index >= greys.length) {
      // Decoders give black for it, or the last colour.
      throw new UncheckedIOException(
          new ImageFiles.Unreadable(
              "is damaged: it uses colours that its palette does not have. Fetch it again or leave"
                  + " it out."));
    }
    return greys[index];
  }

  /** Colours that lie in a table. */
  private static final class OfPalette extends Rows {
    private final Raster raster;
    private final float[] greys;
    private final int[] indices;

    OfPalette(Raster raster, IndexColorModel palette) {
      this.raster = raster;
      greys = new float[palette.getMapSize()];
      for (int i = 0; i < greys.length; i++) {
        greys[i] = luma(palette.getRed(i), palette.getGreen(i), palette.getBlue(i)) / 255;
      }
      indices = new int[raster.getWidth()];
    }

    @Override
    void row(int y, float[] into, int at) {
      raster.getSamples(0, y, indices.length, 1, 0, indices);
      for (int x = 0; x < indices.length; x++) {
        into[at + x] = ofPalette(greys, indices[x]);
      }
    }
  }

  /** The usual film, eight bits a sample, read from its array: several times faster. */
  private static final class OfBytes extends Rows {
    private final int width;
    private final int step;
    private final int stride;
    private final int[] offsets;
    private final byte[] samples;

    OfBytes(int width, ComponentSampleModel model, byte[] data) {
      this.width = width;
      step = model.getPixelStride();
      stride = model.getScanlineStride();
      offsets = model.getBandOffsets();
      this.samples = data;
    }

    @Override
    void row(int y, float[] into, int at) {
      byte[] data = samples;
      int first = y * stride + offsets[0];
      if (offsets.length < 3) {
        for (int x = 0, i = first; x < width; x++, i += step) {
          into[at + x] = (data[i] & 0xFF) / 255f;
        }
        return;
      }
      int toSecond = offsets[1] - offsets[0];
      int toThird = offsets[2] - offsets[0];
      for (int x = 0, i = first; x < width; x++, i += step) {
        into[at + x] =
            luma(data[i] & 0xFF, data[i + toSecond] & 0xFF, data[i + toThird] & 0xFF) / 255;
      }
    }
  }

  /**
   * Samples of 16 bits or more, or with a fraction, in one band, one with alpha, three or four.
   * Those with a fraction and those of 32 bits have no black and white of their own.
   */
  private static final class OfSamples extends Rows {
    private final Raster raster;
    private final int bands;
    private final boolean levels;
    private final double least;
    private final int bits;
    private final float[] row;

    OfSamples(Raster raster) {
      this.raster = raster;
      bands = raster.getNumBands();
      int kind = raster.getDataBuffer().getDataType();
      levels = kind == DataBuffer.TYPE_USHORT || kind == DataBuffer.TYPE_SHORT;
      least = kind == DataBuffer.TYPE_SHORT ? Short.MIN_VALUE : 0;
      bits = raster.getSampleModel().getSampleSize(0);
      row = new float[raster.getWidth() * bands];
    }

    @Override
    void row(int y, float[] into, int at) {
      int width = raster.getWidth();
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int i = x * bands;
        into[at + x] =
            bands < 3
                ? row[i]
                : levels
                    ? luma((long) row[i], (long) row[i + 1], (long) row[i + 2])
                    : 0.299f * row[i] + 0.587f * row[i + 1] + 0.114f * row[i + 2];
      }
    }

    private double lowest() {
      return levels ? least : Double.NEGATIVE_INFINITY;
    }

    private double highest() {
      return levels ? least + (1 << bits) - 1 : Double.POSITIVE_INFINITY;
    }

    @Override
    Window range(float darkest, float brightest) {
      return OwnRange.of(lowest(), highest(), bits, darkest, brightest);
    }

    @Override
    float[] spread(float[] numbers) throws IOException {
      return OwnRange.spread(numbers, lowest(), highest(), bits);
    }
  }

  /** Colours packed into one number a pixel, as some BMP files hold them. */
  private static final class OfPacked extends Rows {
    private final BufferedImage image;
    private final int[] row;

    OfPacked(BufferedImage image) {
      this.image = image;
      row = new int[image.getWidth()];
    }

    @Override
    void row(int y, float[] into, int at) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        int rgb = row[x];
        into[at + x] = luma(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF) / 255;
      }
    }
  }

  /** The grey of a colour, on the scale of its parts. */
  static float luma(long red, long green, long blue) {
    return (RED * red + GREEN * green + BLUE * blue) / ONE;
  }
}
