package org.cxrlab.eval;

import org.cxrlab.model.Logits;

/** Logistic regression on one number, by Newton's method: the likelihood has a single peak. */
final class LogisticLine {
  private static final int MOST_STEPS = 200;
  private static final double CLOSE_ENOUGH = 1e-12;

  /** The slopes between which a temperature is looked for: from 100 down to 0.01. */
  private static final double LOWEST_SLOPE = 0.01;

  private static final double HIGHEST_SLOPE = 100;

  private LogisticLine() {}

  /**
   * The slope and shift for which sigmoid(slope x + shift) fits the targets best.
   *
   * @param targets strictly between 0 and 1, so that there is a finite best line
   * @return slope, shift
   */
  static double[] fit(double[] x, double[] targets) {
    double slope = 1;
    double shift = 0;
    double loss = loss(x, targets, slope, shift);
    for (int step = 0; step < MOST_STEPS; step++) {
      // A trace of curvature keeps the step finite where all x are equal.
      double curveSlope = 1e-10;
      double curveShift = 1e-10;
      double curveBoth = 0;
      double gradientSlope = 0;
      double gradientShift = 0;
      for (int i = 0; i < x.length; i++) {
        double p = Logits.sigmoid(slope * x[i] + shift);
        double error = p - targets[i];
        double curve = p * (1 - p);
        gradientSlope += error * x[i];
        gradientShift += error;
        curveSlope += curve * x[i] * x[i];
        curveBoth += curve * x[i];
        curveShift += curve;
      }
      double determinant = curveSlope * curveShift - curveBoth * curveBoth;
      double stepSlope = (curveShift * gradientSlope - curveBoth * gradientShift) / determinant;
      double stepShift = (curveSlope * gradientShift - curveBoth * gradientSlope) / determinant;
      double length = 1;
      double next = loss(x, targets, slope - stepSlope, shift - stepShift);
      while (next > loss && length > CLOSE_ENOUGH) {
        length /= 2;
        next = loss(x, targets, slope - length * stepSlope, shift - length * stepShift);
      }
      if (next > loss) {
        break;
      }
      slope -= length * stepSlope;
      shift -= length * stepShift;
      loss = next;
      if (Math.abs(stepSlope) + Math.abs(stepShift) < CLOSE_ENOUGH) {
        break;
      }
    }
    return new double[] {slope, shift};
  }

  private static double loss(double[] x, double[] targets, double slope, double shift) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double z = slope * x[i] + shift;
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[i] * z;
    }
    return sum;
  }

  /**
   * The slope for which sigmoid(slope x) fits best, from 0.01 to 100: at an end of these where the
   * likelihood still rises there.
   */
  static double fitSlope(double[] x, double[] targets) {
    double low = Math.log(LOWEST_SLOPE);
    double high = Math.log(HIGHEST_SLOPE);
    while (high - low > CLOSE_ENOUGH) {
      double middle = (low + high) / 2;
      if (gradient(x, targets, Math.exp(middle)) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static double gradient(double[] x, double[] targets, double slope) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (Logits.sigmoid(slope * x[i]) - targets[i]) * x[i];
    }
    return sum;
  }
}
