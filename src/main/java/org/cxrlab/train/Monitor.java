package org.cxrlab.train;

/** By what the best epoch is chosen. */
public enum Monitor {
  /** The smallest loss on the validation films. */
  VALIDATION_LOSS("validation loss"),
  /** The largest mean AUROC on them, over the labels for which it is defined. */
  MEAN_AUROC("mean AUROC");

  private final String title;

  Monitor(String title) {
    this.title = title;
  }

  /** Higher is better; an undefined AUROC is worse than any other. */
  public double score(EpochRecord epoch) {
    if (this == VALIDATION_LOSS) {
      return -epoch.validationLoss();
    }
    return Double.isNaN(epoch.meanAuroc()) ? -1 : epoch.meanAuroc();
  }

  @Override
  public String toString() {
    return title;
  }
}
