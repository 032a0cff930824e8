package org.cxrlab.image;

/**
 * Resizing with anti-aliasing: a triangle filter, as wide as the reduction asks, over the rows and
 * then over the columns. The weights are those of Pillow's {@code Image.resize(size, BILINEAR)}.
 */
final class Resize {
  private Resize() {}

  static float[] apply(float[] in, int width, int height, int newWidth, int newHeight) {
    // Rows first: a whole row times one weight is work that the JVM does with vector instructions.
    Taps vertical = Taps.of(height, newHeight);
    Taps horizontal = Taps.of(width, newWidth);
    float[] out = new float[newWidth * newHeight];
    float[] row = new float[width];
    for (int y = 0; y < newHeight; y++) {
      vertical.mixRows(in, width, y, row);
      horizontal.mixPixels(row, out, y * newWidth);
    }
    return out;
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

    void mixRows(float[] in, int width, int y, float[] row) {
      java.util.Arrays.fill(row, 0);
      float[] w = weights[y];
      for (int k = 0; k < w.length; k++) {
        float weight = w[k];
        int start = (first[y] + k) * width;
        for (int x = 0; x < width; x++) {
          row[x] += weight * in[start + x];
        }
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
