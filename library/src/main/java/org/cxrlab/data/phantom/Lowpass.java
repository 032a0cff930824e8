package org.cxrlab.data.phantom;

/** A much blurred picture, kept as a coarse grid. */
final class Lowpass {
  private final float[] grid;
  private final int n;
  private final double perPixel;

  private Lowpass(float[] grid, int n, double perPixel) {
    this.grid = grid;
    this.n = n;
    this.perPixel = perPixel;
  }

  /**
   * Blurs a square picture.
   *
   * @param passes of a blur over three cells, one after the other
   */
  static Lowpass of(float[] pixels, int size, int cells, int passes) {
    int n = 320 / cells;
    float[] grid = new float[n * n];
    int[] count = new int[n * n];
    for (int row = 0; row < size; row++) {
      int y = row * n / size;
      for (int column = 0; column < size; column++) {
        int at = y * n + column * n / size;
        grid[at] += pixels[row * size + column];
        count[at]++;
      }
    }
    for (int i = 0; i < grid.length; i++) {
      grid[i] /= Math.max(1, count[i]);
    }
    for (int pass = 0; pass < passes; pass++) {
      grid = blur(blur(grid, n, 1, n), n, n, 1);
    }
    return new Lowpass(grid, n, (double) n / size);
  }

  private static float[] blur(float[] grid, int n, int step, int other) {
    float[] result = new float[grid.length];
    for (int line = 0; line < n; line++) {
      for (int i = 0; i < n; i++) {
        int at = line * other + i * step;
        float before = grid[line * other + Math.max(0, i - 1) * step];
        float after = grid[line * other + Math.min(n - 1, i + 1) * step];
        result[at] = (before + grid[at] + after) / 3;
      }
    }
    return result;
  }

  /** The blurred value at a pixel. */
  double at(int column, int row) {
    double x = Math.max(0, Math.min(n - 1.001, (column + 0.5) * perPixel - 0.5));
    double y = Math.max(0, Math.min(n - 1.001, (row + 0.5) * perPixel - 0.5));
    int i = (int) x;
    int j = (int) y;
    double u = x - i;
    double v = y - j;
    int at = j * n + i;
    double a = grid[at] + (grid[at + 1] - grid[at]) * u;
    double b = grid[at + n] + (grid[at + n + 1] - grid[at + n]) * u;
    return a + (b - a) * v;
  }
}
