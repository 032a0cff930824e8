package org.cxrlab.eval;

import java.util.Arrays;

/**
 * Precision against recall of one label: at each score that occurs, taken as the cut-off, which
 * share of the films called positive is right, and which share of the positives is found.
 */
public final class PrCurve {
  private final double[] precision;
  private final double[] recall;
  private final double[] thresholds;

  private PrCurve(double[] precision, double[] recall, double[] thresholds) {
    this.precision = precision;
    this.recall = recall;
    this.thresholds = thresholds;
  }

  /**
   * The curve of one label.
   *
   * @param scores one per film; higher means more likely present
   * @param labels one per film: 1, 0, or NaN for unknown
   */
  public static PrCurve of(double[] scores, float[] labels) {
    return of(new Ranking(scores, labels));
  }

  static PrCurve of(Ranking ranking) {
    int n = ranking.size();
    double[] precision = new double[n + 1];
    double[] recall = new double[n + 1];
    double[] cuts = new double[n];
    // Filled from the back, for thresholds that rise; the last point, (recall 0, precision 1),
    // belongs to no threshold.
    int at = n;
    precision[at] = 1;
    recall[at] = 0;
    int positives = 0;
    for (int rank = 0; rank < n; rank++) {
      positives += ranking.positive(rank) ? 1 : 0;
      if (ranking.lastOfTie(rank)) {
        at--;
        precision[at] = (double) positives / (rank + 1);
        recall[at] = (double) positives / ranking.positives();
        cuts[at] = ranking.score(rank);
      }
    }
    return new PrCurve(
        Arrays.copyOfRange(precision, at, n + 1),
        Arrays.copyOfRange(recall, at, n + 1),
        Arrays.copyOfRange(cuts, at, n));
  }

  /** Precision (positive predictive value) at each threshold, and 1 as the last point. */
  public double[] precision() {
    return precision.clone();
  }

  /** Recall (sensitivity), falling from 1 to 0; NaN without positives, but for the last point. */
  public double[] recall() {
    return recall.clone();
  }

  /**
   * The average precision: the precision at each threshold, weighted by the recall gained there.
   * NaN without positives.
   */
  public double averagePrecision() {
    double sum = 0;
    for (int i = 0; i + 1 < recall.length; i++) {
      sum += (recall[i] - recall[i + 1]) * precision[i];
    }
    return sum;
  }

  /** The cut-offs, rising; one fewer than the points. */
  public double[] thresholds() {
    return thresholds.clone();
  }
}
