package org.cxrlab.image;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Resizing with anti-aliasing: a triangle filter, as wide as the reduction asks, over the rows and
 * then over the columns. The weights are those of Pillow's {@code Image.resize(size, BILINEAR)}.
 */
final class Resize {
  private Resize() {}

  static float[] apply(float[] in, int width, int height, int newWidth, int newHeight) {
    return apply(y -> new Row(in, y * width), width, height, newWidth, newHeight);
  }

  /** The same of a picture's levels, which become greys row by row as they are needed. */
  static float[] apply(GrayPng.Levels levels, int newWidth, int newHeight) {
    int width = levels.width();
    int height = levels.height();
    // So many rows are seen at once that one is asked for again before its place is taken.
    int kept = (int) Math.ceil(Math.max(1, (double) height / newHeight)) * 2 + 2;
    float[] rows = new float[kept * width];
    int[] held = new int[kept];
    Arrays.fill(held, -1);
    return apply(
        y -> {
          int place = y % kept;
          if (held[place] != y) {
            levels.row(y, rows, place * width);
            held[place] = y;
          }
          return new Row(rows, place * width);
        },
        width,
        height,
        newWidth,
        newHeight);
  }

  private static float[] apply(
      IntFunction<Row> rows, int width, int height, int newWidth, int newHeight) {
    // Rows first: a whole row times one weight is work that the JVM does with vector instructions.
    Taps vertical = Taps.of(height, newHeight);
    Taps horizontal = Taps.of(width, newWidth);
    float[] out = new float[newWidth * newHeight];
    float[] row = new float[width];
    for (int y = 0; y < newHeight; y++) {
      vertical.mixRows(rows, y, row);
      horizontal.mixPixels(row, out, y * newWidth);
    }
    return out;
  }

  /** Where a row of the source lies. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(float[] in, int start) {}

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

    void mixRows(IntFunction<Row> rows, int y, float[] row) {
      Arrays.fill(row, 0);
      float[] w = weights[y];
      for (int k = 0; k < w.length; k++) {
        Row from = rows.apply(first[y] + k);
        add(w[k], from.in(), from.start(), row);
      }
    }

    private static void add(float weight, float[] in, int start, float[] row) {
      for (int x = 0; x < row.length; x++) {
        row[x] += weight * in[start + x];
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
  }
}
