package org.cxrlab.plan;

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

  @Override
  public String toString() {
    return title;
  }
}
