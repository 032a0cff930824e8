package org.cxrlab.data.phantom;

/** A smooth line through given points, tabulated finely: one value for each place. */
final class Curve {
  private static final double FROM = -12;
  private static final double TO = 64;
  private static final int PER_CM = 32;
  private final float[] table = new float[(int) ((TO - FROM) * PER_CM) + 1];

  /** A function of one coordinate in cm. */
  interface Function {
    double at(double place);
  }

  /** Tabulates a function. */
  Curve(Function function) {
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) function.at(FROM + (double) i / PER_CM);
    }
  }

  /** A cubic line through points with rising places; level beyond the first and the last. */
  static Curve through(double[] places, double[] values) {
    int n = places.length;
    double[] slopes = new double[n];
    for (int i = 1; i < n - 1; i++) {
      slopes[i] = (values[i + 1] - values[i - 1]) / (places[i + 1] - places[i - 1]);
    }
    return new Curve(
        place -> {
          if (place <= places[0]) {
            return values[0];
          }
          if (place >= places[n - 1]) {
            return values[n - 1];
          }
          int i = 0;
          while (place > places[i + 1]) {
            i++;
          }
          double width = places[i + 1] - places[i];
          double t = (place - places[i]) / width;
          double s = 1 - t;
          return values[i] * (1 + 2 * t) * s * s
              + slopes[i] * width * t * s * s
              + values[i + 1] * t * t * (3 - 2 * t)
              - slopes[i + 1] * width * t * t * s;
        });
  }

  /** The value at a place in cm. */
  double at(double place) {
    double at = (place - FROM) * PER_CM;
    int i = (int) at;
    if (at < 0) {
      return table[0];
    }
    if (i >= table.length - 1) {
      return table[table.length - 1];
    }
    return table[i] + (table[i + 1] - table[i]) * (at - i);
  }
}
