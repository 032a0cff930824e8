package org.cxrlab.data.phantom;

import org.cxrlab.image.Box;

/**
 * Where the body stands on the film. Body coordinates are cm: x from the middle of the spine toward
 * the patient's left, y downward from the upper edge of a film of usual position.
 *
 * @param size of the picture in pixels, both ways
 * @param pixelsPerCm magnification; its sign in x is turned where the patient is mirrored
 * @param mirrored whether the organs lie the other way round
 * @param cos of the small angle by which the patient leans
 * @param sin of that angle
 * @param dx where the body's origin lies, in pixels
 * @param dy where the body's origin lies, in pixels
 */
record Projection(
    int size, double pixelsPerCm, boolean mirrored, double cos, double sin, double dx, double dy) {
  /** Width and height of a film, in cm. */
  static final double FIELD = 38;

  static Projection of(
      int size, double zoom, double lean, double right, double down, boolean mirrored) {
    double scale = size / FIELD * zoom;
    double middle = size / 2.0;
    double cos = StrictMath.cos(lean);
    double sin = StrictMath.sin(lean);
    double dx = middle + right * scale + sin * scale * FIELD / 2;
    double dy = middle + down * scale - cos * scale * FIELD / 2;
    return new Projection(size, scale, mirrored, cos, sin, dx, dy);
  }

  /** The column of a place of the body, in pixels. */
  double column(double x, double y) {
    double along = mirrored ? -x : x;
    return dx + pixelsPerCm * (cos * along - sin * y);
  }

  /** The row of a place of the body, in pixels. */
  double row(double x, double y) {
    double along = mirrored ? -x : x;
    return dy + pixelsPerCm * (sin * along + cos * y);
  }

  /** The body's x in cm at the middle of a pixel. */
  double x(int column, int row) {
    double u = (column + 0.5 - dx) / pixelsPerCm;
    double v = (row + 0.5 - dy) / pixelsPerCm;
    double along = cos * u + sin * v;
    return mirrored ? -along : along;
  }

  /** The body's y in cm at the middle of a pixel. */
  double y(int column, int row) {
    double u = (column + 0.5 - dx) / pixelsPerCm;
    double v = (row + 0.5 - dy) / pixelsPerCm;
    return cos * v - sin * u;
  }

  /** The part of the picture that holds a region of the body, cut at the picture's edges. */
  Box pixels(Region region) {
    double left = size;
    double right = 0;
    double top = size;
    double bottom = 0;
    for (double x : new double[] {region.left(), region.right()}) {
      for (double y : new double[] {region.top(), region.bottom()}) {
        left = Math.min(left, column(x, y));
        right = Math.max(right, column(x, y));
        top = Math.min(top, row(x, y));
        bottom = Math.max(bottom, row(x, y));
      }
    }
    left = Math.max(0, Math.min(size - 2, left));
    top = Math.max(0, Math.min(size - 2, top));
    right = Math.max(left + 1, Math.min(size, right));
    bottom = Math.max(top + 1, Math.min(size, bottom));
    return new Box(left, top, right - left, bottom - top);
  }
}
