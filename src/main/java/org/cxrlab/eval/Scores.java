package org.cxrlab.eval;

/**
 * How well one label is told, or all of them together.
 *
 * @param name the label, or what was put together
 * @param positives films on which it is known to be present
 * @param negatives films on which it is known to be absent
 * @param auroc area under the ROC curve
 * @param averagePrecision area under the precision-recall curve, as steps
 * @param brier mean squared difference between probability and truth; 0 is best
 */
public record Scores(
    String name,
    int positives,
    int negatives,
    Estimate auroc,
    Estimate averagePrecision,
    Estimate brier) {

  /** The share of films with the finding among those where it is known. */
  public double prevalence() {
    return positives + negatives == 0 ? Double.NaN : (double) positives / (positives + negatives);
  }

  /** Why a figure is not defined, such as "no positives", or empty where all are. */
  public String undefined() {
    if (positives + negatives == 0) {
      return "no film with a known label";
    }
    if (positives == 0) {
      return "no positives";
    }
    if (negatives == 0) {
      return "no negatives";
    }
    return auroc.interval().isDefined() ? "" : "no interval: all of one kind are of one patient";
  }
}
