package org.cxrlab.data.phantom;

/** A rectangle of the body, in cm; see {@link Projection} for the axes. */
record Region(double left, double top, double right, double bottom) {
  /** The rectangle around a point. */
  static Region around(double x, double y, double reachX, double reachY) {
    return new Region(x - reachX, y - reachY, x + reachX, y + reachY);
  }

  /** The smallest region that holds both. */
  Region join(Region other) {
    return new Region(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }
}
