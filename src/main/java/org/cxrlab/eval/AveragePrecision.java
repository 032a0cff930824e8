package org.cxrlab.eval;

/**
 * Average precision: the area under the precision-recall curve taken as steps, without drawing
 * straight lines between its points (which would be too hopeful). Guessing scores the prevalence,
 * so compare it between labels only with that in mind.
 */
public final class AveragePrecision {
  private AveragePrecision() {}

  /**
   * The average precision of one label: the sum over falling thresholds of (recall gained) x
   * (precision there).
   *
   * @param scores one per film, on any scale; higher means more likely present
   * @param labels one per film: 1, 0, or NaN for unknown; unknown films are left out
   * @return in (0, 1], or NaN where no known film is positive
   * @throws IllegalArgumentException if the lengths differ, a label is something else, or the score
   *     of a film with a known label is NaN
   */
  public static double of(double[] scores, float[] labels) {
    return new Ranking(scores, labels).averagePrecision(null);
  }
}
