package org.cxrlab.eval;

/**
 * Brier score (Brier 1950): the mean squared difference between probability and truth. It rewards
 * both the order and the honesty of the probabilities. Saying the prevalence p of every film scores
 * p (1 - p).
 */
public final class Brier {
  private Brier() {}

  /**
   * The Brier score of one label.
   *
   * @param probabilities one per film, in [0, 1]
   * @param labels one per film: 1, 0, or NaN for unknown; unknown films are left out
   * @return from 0, the best, to 1; NaN where no label is known
   */
  public static double of(double[] probabilities, float[] labels) {
    if (probabilities.length != labels.length) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities for "
              + labels.length
              + " labels; there must be one for each.");
    }
    double sum = 0;
    int known = 0;
    for (int i = 0; i < labels.length; i++) {
      if (!Float.isNaN(labels[i])) {
        sum += squaredError(probabilities[i], labels[i] == 1);
        known++;
      }
    }
    return sum / known;
  }

  static double squaredError(double probability, boolean present) {
    double error = probability - (present ? 1 : 0);
    return error * error;
  }
}
