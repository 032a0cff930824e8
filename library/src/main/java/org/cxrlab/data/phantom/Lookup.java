package org.cxrlab.data.phantom;

import java.util.function.DoubleUnaryOperator;

/** A function as a table with straight lines between its entries: fast, and the same anywhere. */
final class Lookup {
  private final float[] values;
  private final double from;
  private final double scale;

  Lookup(double from, double to, int steps, DoubleUnaryOperator function) {
    this.from = from;
    scale = steps / (to - from);
    values = new float[steps + 1];
    for (int i = 0; i <= steps; i++) {
      values[i] = (float) function.applyAsDouble(from + i / scale);
    }
  }

  /** The value at a place; beyond the ends, that of the end. */
  double at(double place) {
    double at = (place - from) * scale;
    if (!(at > 0)) {
      return values[0];
    }
    int i = (int) at;
    if (i >= values.length - 1) {
      return values[values.length - 1];
    }
    return values[i] + (values[i + 1] - values[i]) * (at - i);
  }
}
