package org.cxrlab.data.phantom;

/**
 * What the rays pass on their way to each pixel of a film, as thicknesses in cm. {@link #lung} is
 * the thickness of lung, of which the part {@link #tissue} is not air.
 */
final class Layers {
  final Projection projection;
  final float[] soft;
  final float[] bone;
  final float[] metal;
  final float[] lung;
  final float[] tissue;
  final float[] vessels;

  /** Work at one pixel: its position in the layers and in the body. */
  interface Pixel {
    void at(int i, double x, double y);
  }

  Layers(Projection projection) {
    this.projection = projection;
    int n = projection.size() * projection.size();
    soft = new float[n];
    bone = new float[n];
    metal = new float[n];
    lung = new float[n];
    tissue = new float[n];
    vessels = new float[n];
  }

  /** Visits every pixel of a region of the body. */
  void paint(Region region, Pixel pixel) {
    var box = projection.pixels(region);
    int right = (int) Math.min(projection.size(), box.x() + box.width() + 1);
    int bottom = (int) Math.min(projection.size(), box.y() + box.height() + 1);
    paint((int) box.x(), (int) box.y(), right, bottom, pixel);
  }

  /** Visits every pixel of the film. */
  void paint(Pixel pixel) {
    paint(0, 0, projection.size(), projection.size(), pixel);
  }

  private void paint(int left, int top, int right, int bottom, Pixel pixel) {
    double stepX = projection.x(1, 0) - projection.x(0, 0);
    double stepY = projection.y(1, 0) - projection.y(0, 0);
    for (int row = top; row < bottom; row++) {
      double x = projection.x(0, row);
      double y = projection.y(0, row);
      for (int column = left; column < right; column++) {
        pixel.at(row * projection.size() + column, x + column * stepX, y + column * stepY);
      }
    }
  }

  /** Makes the lung at a pixel denser: this part of its air becomes tissue or fluid. */
  void fill(int i, double part) {
    tissue[i] += (float) ((1 - tissue[i]) * Math.min(1, Math.max(0, part)));
  }
}
