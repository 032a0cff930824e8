package org.cxrlab.image;

import java.util.Arrays;

/**
 * Resizing with anti-aliasing: a triangle filter, as wide as the reduction asks, over the rows and
 * then over the columns. The weights are those of Pillow's {@code Image.resize(size, BILINEAR)}.
 */
final class Resize {
  /** How many rows of the result are made at once. */
  private static final int TOGETHER = 4;

  private Resize() {}

  static float[] apply(float[] in, int width, int height, int newWidth, int newHeight) {
    Source source = (y, into) -> System.arraycopy(in, y * width, into, 0, width);
    return apply(source, width, height, newWidth, newHeight);
  }

  /** The same of a picture's levels, which become greys row by row as they are needed. */
  static float[] apply(GrayPng.Levels levels, int newWidth, int newHeight) {
    Source source = (y, into) -> levels.row(y, into, 0);
    return apply(source, levels.width(), levels.height(), newWidth, newHeight);
  }

  /** The same of any rows. */
  static float[] apply(Source source, int width, int height, int newWidth, int newHeight) {
    // Rows first: a whole row times one weight is work that the JVM does with vector instructions.
    Taps vertical = Taps.of(height, newHeight);
    Taps horizontal = Taps.of(width, newWidth);
    var rows = new Rows(source, width, vertical.most());
    float[] out = new float[newWidth * newHeight];
    float[][] mixed = new float[TOGETHER][width];
    for (int y = 0; y < newHeight; y += TOGETHER) {
      int together = Math.min(TOGETHER, newHeight - y);
      for (int i = 0; i < together; i++) {
        vertical.mixRows(rows, y + i, mixed[i]);
      }
      if (together == TOGETHER) {
        horizontal.mixPixels(mixed, out, y * newWidth);
      } else {
        for (int i = 0; i < together; i++) {
          horizontal.mixPixels(mixed[i], out, (y + i) * newWidth);
        }
      }
    }
    return out;
  }

  /** How many bytes of rows are held to resize a picture. */
  static long bytes(long width, long height, int newHeight) {
    return (2 * height / newHeight + 2 * TOGETHER) * width * Float.BYTES;
  }

  /** Gives the greys of a row; they are asked for from the top down, each once at most. */
  @FunctionalInterface
  interface Source {
    void row(int y, float[] into);
  }

  /**
   * The rows of the source that were asked for last, each in an array of its own: of sums of two
   * arrays the JVM makes vector instructions only if both begin at their beginning.
   */
  private static final class Rows {
    private final Source source;
    private final float[][] kept;
    private final int[] held;

    /**
     * Begins with none.
     *
     * @param most how many are needed at once
     */
    Rows(Source source, int width, int most) {
      this.source = source;
      kept = new float[most][width];
      held = new int[most];
      Arrays.fill(held, -1);
    }

    float[] row(int y) {
      int place = y % held.length;
      if (held[place] != y) {
        source.row(y, kept[place]);
        held[place] = y;
      }
      return kept[place];
    }
  }

  /**
   * For each place of the result: the first source place that it sees, and the weights of that and
   * the following ones.
   */
  private record Taps(int[] first, float[][] weights) {
    static Taps of(int from, int to) {
      double scale = (double) from / to;
      double reach = Math.max(1, scale);
      int[] first = new int[to];
      float[][] weights = new float[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int begin = Math.max(0, (int) (centre - reach + 0.5));
        int end = Math.min(from, (int) (centre + reach + 0.5));
        first[i] = begin;
        weights[i] = triangle(begin, end, centre, reach);
      }
      return new Taps(first, weights);
    }

    private static float[] triangle(int begin, int end, double centre, double reach) {
      double[] raw = new double[end - begin];
      double sum = 0;
      for (int k = 0; k < raw.length; k++) {
        raw[k] = Math.max(0, 1 - Math.abs(begin + k + 0.5 - centre) / reach);
        sum += raw[k];
      }
      float[] weights = new float[raw.length];
      for (int k = 0; k < raw.length; k++) {
        weights[k] = (float) (raw[k] / sum);
      }
      return weights;
    }

    /** How many places any of the result sees. */
    int most() {
      return Arrays.stream(weights).mapToInt(w -> w.length).max().orElse(0);
    }

    void mixRows(Rows rows, int y, float[] row) {
      Arrays.fill(row, 0);
      float[] w = weights[y];
      for (int k = 0; k < w.length; k++) {
        add(w[k], rows.row(first[y] + k), row);
      }
    }

    private static void add(float weight, float[] in, float[] row) {
      for (int x = 0; x < row.length; x++) {
        row[x] += weight * in[x];
      }
    }

    void mixPixels(float[] row, float[] out, int start) {
      for (int i = 0; i < first.length; i++) {
        float[] w = weights[i];
        int begin = first[i];
        float sum = 0;
        for (int k = 0; k < w.length; k++) {
          sum += w[k] * row[begin + k];
        }
        out[start + i] = sum;
      }
    }

    /**
     * The same of {@link #TOGETHER} rows, to the last bit: sums that do not wait for each other.
     */
    void mixPixels(float[][] rows, float[] out, int start) {
      float[] a = rows[0];
      float[] b = rows[1];
      float[] c = rows[2];
      float[] d = rows[3];
      int width = first.length;
      for (int i = 0; i < width; i++) {
        float[] w = weights[i];
        int begin = first[i];
        float sumA = 0;
        float sumB = 0;
        float sumC = 0;
        float sumD = 0;
        for (int k = 0; k < w.length; k++) {
          float weight = w[k];
          sumA += weight * a[begin + k];
          sumB += weight * b[begin + k];
          sumC += weight * c[begin + k];
          sumD += weight * d[begin + k];
        }
        out[start + i] = sumA;
        out[start + width + i] = sumB;
        out[start + 2 * width + i] = sumC;
        out[start + 3 * width + i] = sumD;
      }
    }
  }
}
