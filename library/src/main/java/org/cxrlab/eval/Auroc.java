package org.cxrlab.eval;

/**
 * Area under the receiver operating characteristic: how often a positive film, drawn at random, has
 * a higher score than a negative one. 0.5 is guessing, 1 is a perfect order. It depends on the
 * order of the scores alone, so probabilities and logits give the same.
 */
public final class Auroc {
  private Auroc() {}

  /**
   * The AUROC of one label, equal scores counting half (midranks).
   *
   * @param scores one per film, on any scale; higher means more likely present
   * @param labels one per film: 1, 0, or NaN for unknown; unknown films are left out
   * @return in [0, 1], or NaN where it is not defined: no known positive or no known negative
   * @throws IllegalArgumentException if the lengths differ, a label is something else, or the score
   *     of a film with a known label is NaN
   */
  public static double of(double[] scores, float[] labels) {
    return new Ranking(scores, labels).auroc(null);
  }

  /** The same for scores in single precision. */
  public static double of(float[] scores, float[] labels) {
    double[] wide = new double[scores.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = scores[i];
    }
    return of(wide, labels);
  }
}
