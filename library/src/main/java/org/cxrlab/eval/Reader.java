package org.cxrlab.eval;

import java.util.SplittableRandom;

/**
 * A made-up reader who errs at random, to try out how a gold standard comes about.
 *
 * @param name such as "Dr A"
 * @param sensitivity the share of the present that the reader finds, in [0, 1]
 * @param specificity the share of the absent that the reader clears, in [0, 1]
 */
public record Reader(String name, double sensitivity, double specificity) {
  /** Checks the shares. */
  public Reader {
    if (!(sensitivity >= 0 && sensitivity <= 1 && specificity >= 0 && specificity <= 1)) {
      throw new IllegalArgumentException(
          "The sensitivity and specificity of "
              + name
              + " must lie from 0 to 1, not "
              + sensitivity
              + " and "
              + specificity
              + ".");
    }
  }

  /**
   * The reader's votes on films of which the truth is known.
   *
   * @param truth one per film: 1, 0, or NaN for unknown, for which there is no vote
   * @param seed of the errors; the same seed gives the same votes
   */
  public float[] read(float[] truth, long seed) {
    var random = new SplittableRandom(seed);
    float[] votes = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      double luck = random.nextDouble();
      if (Float.isNaN(truth[i])) {
        votes[i] = Float.NaN;
      } else if (truth[i] == 1) {
        votes[i] = luck < sensitivity ? 1 : 0;
      } else {
        votes[i] = luck < specificity ? 0 : 1;
      }
    }
    return votes;
  }
}
