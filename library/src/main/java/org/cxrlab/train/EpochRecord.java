package org.cxrlab.train;

import java.util.List;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.Monitor;

/**
 * What an epoch came to.
 *
 * @param epoch counted from 1
 * @param step the last step of the epoch, counted from 1 through all epochs
 * @param trainingLoss mean over the epoch's steps
 * @param validationLoss over all validation films that were looked at
 * @param auroc of each label on them, NaN where it is not defined
 * @param seconds since the training began, pauses left out
 */
public record EpochRecord(
    int epoch,
    int step,
    double trainingLoss,
    double validationLoss,
    List<Double> auroc,
    double seconds) {
  /** Copies the list. */
  public EpochRecord {
    auroc = List.copyOf(auroc);
  }

  /** The mean over the labels for which it is defined; NaN if there are none. */
  public double meanAuroc() {
    return auroc.stream()
        .filter(a -> !a.isNaN())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  /** How good it is: higher is better, and an undefined AUROC is worse than any other. */
  public double score(Monitor by) {
    return switch (by) {
      case VALIDATION_LOSS -> -validationLoss;
      case MEAN_AUROC -> Double.isNaN(meanAuroc()) ? -1 : meanAuroc();
    };
  }

  /** As a line for the console. */
  @Override
  public String toString() {
    return Text.format(
        "epoch %d, step %d: training loss %.3f, validation loss %.3f, mean AUROC %.3f",
        epoch, step, trainingLoss, validationLoss, meanAuroc());
  }
}
