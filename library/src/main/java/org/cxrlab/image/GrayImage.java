package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;

/**
 * A grey picture of float pixels, immutable. As decoded, a pixel is 0 for black to 1 for white, as
 * a viewer shows it: by the window or table of the file if there is one, otherwise by the range of
 * its bit depth, or, where more than eight bits fill less than half of that, by its own; after
 * {@link #standardised()} it is in standard deviations from the picture's own mean.
 */
public final class GrayImage implements Showable {
  private final String name;
  private final int width;
  private final int height;
  private final float[] pixels;

  /** Which pixels lie beyond the film's edge; null if none does. */
  private final boolean[] padding;

  /** The pixels of the film itself; all of them if there is no padding. */
  private final float[] film;

  /** Takes the pixels as they are, without a copy: for this package, which never writes to them. */
  GrayImage(String name, int width, int height, float[] pixels) {
    this(name, width, height, pixels, null);
  }

  /** The same with those pixels that are padding, or null; not all of them are. */
  GrayImage(String name, int width, int height, float[] pixels, boolean[] padding) {
    if (width < 1 || height < 1 || pixels.length != (long) width * height) {
      throw new IllegalArgumentException(
          "A picture of " + width + " x " + height + " can't have " + pixels.length + " pixels.");
    }
    this.name = name;
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.padding = padding;
    this.film = padding == null ? pixels : without(padding, pixels);
  }

  private static float[] without(boolean[] padding, float[] pixels) {
    float[] film = new float[pixels.length];
    int count = 0;
    for (int i = 0; i < film.length; i++) {
      if (!padding[i]) {
        film[count++] = pixels[i];
      }
    }
    return Arrays.copyOf(film, count);
  }

  /**
   * A picture of these pixels.
   *
   * @param pixels row by row from the top left, {@code width * height} of them; copied
   */
  public static GrayImage of(int width, int height, float... pixels) {
    return new GrayImage("", width, height, pixels.clone());
  }

  /**
   * Reads a PNG, JPEG, JPEG 2000, TIFF, GIF, BMP or DICOM file, whatever its name ends in. Colours
   * become their luma (ITU-R BT.601); a transparent layer is ignored, as NIH's films carry one
   * without meaning. A photograph that says it was turned is turned upright; a DICOM file is shown
   * as a viewer shows it.
   *
   * @throws PictureException naming the file, if it is missing, cut short or not a picture that can
   *     be read
   */
  public static GrayImage read(Path file) {
    return ImageFiles.read(file);
  }

  /**
   * The same as {@code read(file).resize(width, height)}, pixel for pixel, in less time and memory.
   *
   * @throws PictureException naming the file, if it is missing, cut short or not a picture that can
   *     be read
   */
  public static GrayImage read(Path file, int width, int height) {
    return read(file, Framing.WHOLE, width, height);
  }

  /**
   * The same as {@code framing.of(read(file)).resize(width, height)}, pixel for pixel, in less time
   * and memory. A film of more than 16 million pixels is made smaller while it is decoded, to the
   * same pixels but for rounding; one of JPEG 2000 is then decoded in the least of its resolutions
   * that has at least twice as many rows and columns, whose pixels may differ by one or two of 255
   * grey levels.
   *
   * @throws PictureException naming the file, if it is missing, cut short, not a picture that can
   *     be read, or needs more memory than there is
   */
  public static GrayImage read(Path file, Framing framing, int width, int height) {
    return ImageFiles.read(file, new FilmSize(framing, width, height));
  }

  /** The same picture with those pixels that are padding, or null. */
  GrayImage padded(boolean[] which) {
    return new GrayImage(name, width, height, pixels, which);
  }

  /** The file's name, or what else the picture is called in messages; may be empty. */
  public String name() {
    return name;
  }

  /** The same picture, called so in messages. */
  public GrayImage named(String name) {
    return new GrayImage(name, width, height, pixels, padding);
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** The pixel in column {@code x} and row {@code y}, counted from the top left. */
  public float at(int x, int y) {
    if (x < 0 || y < 0 || x >= width || y >= height) {
      throw new IllegalArgumentException(
          "There is no pixel (" + x + ", " + y + ") in a picture of " + size() + ".");
    }
    return pixels[y * width + x];
  }

  /** A copy of the pixels, row by row from the top left. */
  public float[] pixels() {
    return pixels.clone();
  }

  /** The pixels themselves, for reading only. */
  float[] raw() {
    return pixels;
  }

  /** The mean of the film's pixels. */
  public double mean() {
    // Several sums, as one would have each addition wait for the one before.
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i <= film.length - 4; i += 4) {
      even += (double) film[i] + film[i + 1];
      odd += (double) film[i + 2] + film[i + 3];
    }
    for (; i < film.length; i++) {
      even += film[i];
    }
    return (even + odd) / film.length;
  }

  /**
   * The standard deviation of the film's pixels around their own mean (divided by n, not n - 1).
   */
  public double sd() {
    return sd(mean());
  }

  private double sd(double mean) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i <= film.length - 4; i += 4) {
      even += squared(film[i] - mean) + squared(film[i + 1] - mean);
      odd += squared(film[i + 2] - mean) + squared(film[i + 3] - mean);
    }
    for (; i < film.length; i++) {
      even += squared(film[i] - mean);
    }
    return Math.sqrt((even + odd) / film.length);
  }

  private static double squared(double value) {
    return value * value;
  }

  /** The darkest pixel. */
  public float min() {
    float min = film[0];
    for (float v : film) {
      min = Math.min(min, v);
    }
    return min;
  }

  /** The brightest pixel. */
  public float max() {
    float max = film[0];
    for (float v : film) {
      max = Math.max(max, v);
    }
    return max;
  }

  /**
   * How many pixels fall into each of {@code bins} equal steps from the darkest to the brightest.
   */
  public int[] histogram(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("A histogram needs at least one bin, not " + bins + ".");
    }
    float min = min();
    double perUnit = bins / ((double) max() - min);
    int[] counts = new int[bins];
    for (float v : film) {
      // A constant picture has no steps: 0 times infinity is NaN, which the cast makes 0.
      counts[Math.min(bins - 1, (int) ((v - min) * perUnit))]++;
    }
    return counts;
  }

  /** The same picture in another size, smoothed where it shrinks; see {@link Resize}. */
  public GrayImage resize(int newWidth, int newHeight) {
    if (newWidth < 1 || newHeight < 1) {
      throw new IllegalArgumentException(
          "A picture can't be resized to " + newWidth + " x " + newHeight + ".");
    }
    if (newWidth == width && newHeight == height) {
      return this;
    }
    return new GrayImage(
        name,
        newWidth,
        newHeight,
        Resize.apply(pixels, width, height, newWidth, newHeight),
        movedPadding(mask -> Resize.apply(mask.pixels, width, height, newWidth, newHeight)));
  }

  /**
   * Which pixels are padding after the picture was changed: those that come from it by more than
   * half; null if none or all are.
   *
   * @param change the same change, of a picture that is 1 where there is padding
   */
  boolean[] movedPadding(Function<GrayImage, float[]> change) {
    if (padding == null) {
      return null;
    }
    float[] mask = new float[padding.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = padding[i] ? 1 : 0;
    }
    return moreThanHalf(change.apply(new GrayImage(name, width, height, mask)));
  }

  /** Which of some numbers are more than half; null if none or all are. */
  static boolean[] moreThanHalf(float[] moved) {
    boolean[] result = new boolean[moved.length];
    int count = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = moved[i] > 0.5;
      count += result[i] ? 1 : 0;
    }
    return count == 0 || count == result.length ? null : result;
  }

  /**
   * Whether some pixels lie beyond the film's edge, as a DICOM file may say (pixel padding). They
   * are black, and mean, deviation, range and histogram are those of the others.
   */
  public boolean hasPadding() {
    return padding != null;
  }

  /**
   * The picture less its own mean, divided by its own standard deviation.
   *
   * @throws PictureException if all pixels are equal, naming the file
   */
  public GrayImage standardised() {
    if (constant()) {
      throw new PictureException(
          (name.isEmpty() ? "The picture" : name)
              + " can't be standardised: all its pixels are "
              + film[0]
              + ". Leave the film out.");
    }
    double mean = mean();
    double perUnit = 1 / sd(mean);
    float[] out = new float[pixels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) ((pixels[i] - mean) * perUnit);
    }
    return new GrayImage(name, width, height, out, padding);
  }

  /**
   * Whether no two pixels differ. Asked of the pixels and not of the deviation, which rounding of
   * the mean may leave a little above zero.
   */
  private boolean constant() {
    for (float v : film) {
      if (v != film[0]) {
        return false;
      }
    }
    return true;
  }

  /** Eight-bit grey pixels, the darkest value black and the brightest white. */
  public BufferedImage toBufferedImage() {
    return toBufferedImage(Window.of(this));
  }

  /** Eight-bit grey pixels through a window: below it black, above it white. */
  public BufferedImage toBufferedImage(Window window) {
    return GrayRaster.of(width, height, pixels, window);
  }

  /** The picture for the eye, from its darkest to its brightest value. */
  public Picture toPicture(String alt) {
    return new Picture(toBufferedImage(), alt);
  }

  /** How often each value occurs, as a chart of 64 bins. */
  public Chart chart() {
    double[] values = new double[film.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = film[i];
    }
    String of = name.isEmpty() ? "" : " of " + name;
    return Charts.histogram("Grey values" + of, "grey value", values, 64);
  }

  @Override
  public Figure figure() {
    return toPicture(name.isEmpty() ? "Grey picture" : "Film " + name);
  }

  private String size() {
    return width + " x " + height;
  }

  @Override
  public String toString() {
    return (name.isEmpty() ? "picture" : name) + ", " + size() + " pixels";
  }
}
