package org.cxrlab.plan;

/**
 * How Adam moves; see Kingma and Ba (2015).
 *
 * @param beta1 how much of the gradient's mean is kept at each step, in [0, 1)
 * @param beta2 how much of the mean of its square is kept, in [0, 1)
 * @param epsilon added to the root, above 0
 * @param weightDecay this share of each weight is added to its gradient; 0 for none
 */
public record AdamSettings(double beta1, double beta2, double epsilon, double weightDecay) {
  /** As in PyTorch and Keras. */
  public static final AdamSettings STANDARD = new AdamSettings(0.9, 0.999, 1e-8, 0);

  /** Checks the ranges. */
  public AdamSettings {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "Adam's betas must be from 0 to below 1, not " + beta1 + " and " + beta2 + ".");
    }
    if (!(epsilon > 0 && weightDecay >= 0 && Double.isFinite(epsilon + weightDecay))) {
      throw new IllegalArgumentException(
          "Adam's epsilon must be above 0 and its weight decay at least 0, not "
              + epsilon
              + " and "
              + weightDecay
              + ".");
    }
  }
}
