package org.cxrlab.data.phantom;

/** A smooth quantity of the body, reckoned at every second pixel and interpolated between. */
final class Coarse {
  private final int size;
  private final int n;
  private final float[] grid;

  /** A quantity at a place of the body in cm. */
  interface Quantity {
    double at(double x, double y);
  }

  Coarse(Projection projection, Quantity quantity) {
    size = projection.size();
    n = size / 2 + 2;
    grid = new float[n * n];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double x = projection.x(2 * column, 2 * row);
        grid[row * n + column] = (float) quantity.at(x, projection.y(2 * column, 2 * row));
      }
    }
  }

  /** The quantity at a pixel, by its position in the picture's rows. */
  double at(int pixel) {
    int row = pixel / size;
    int column = pixel - row * size;
    int at = (row >> 1) * n + (column >> 1);
    int right = at + (column & 1);
    int down = (row & 1) * n;
    return 0.25 * (grid[at] + grid[right] + grid[at + down] + grid[right + down]);
  }
}
