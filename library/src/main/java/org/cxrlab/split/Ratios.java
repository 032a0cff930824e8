package org.cxrlab.split;

import org.cxrlab.figure.Text;

/** Shares of training, validation and test, which sum to 1. */
record Ratios(double train, double validation, double test) {
  /** How far the sum may be from 1, as tenths are not exact in binary. */
  private static final double TOLERANCE = 1e-9;

  Ratios {
    if (!(train > 0 && validation > 0 && test > 0)) {
      throw new IllegalArgumentException(
          Text.format(
              "Each part needs a share above 0, not %s, %s and %s for train, validation and test.",
              train, validation, test));
    }
    double sum = train + validation + test;
    if (!(Math.abs(sum - 1) < TOLERANCE)) {
      throw new IllegalArgumentException(
          Text.format(
              "The shares %s, %s and %s sum to %.3f; make them sum to 1.",
              train, validation, test, sum));
    }
  }

  double[] array() {
    return new double[] {train, validation, test};
  }
}
