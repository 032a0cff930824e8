package org.cxrlab.eval;

import java.util.Arrays;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * Precision against recall of one label: at each score that occurs, taken as the cut-off, which
 * share of the films called positive is right, and which share of the positives is found.
 */
public final class PrCurve implements Showable {
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

  /** What precision-recall curves are drawn on. */
  public static LineChart axes(String title) {
    return Charts.lines(title, "recall (sensitivity)", "precision (PPV)").xRange(0, 1).yRange(0, 1);
  }

  /** The curve; a sentence in its place without positives. */
  @Override
  public Chart figure() {
    if (!isDefined()) {
      return Charts.nothing("Precision-recall curve", "There is no curve to draw: " + this + ".");
    }
    // A chart of one line has no legend to name it in.
    return axes("Precision-recall curve, average precision " + Numbers.show(averagePrecision()))
        .line("this label", recall, precision)
        .alt(toString())
        .build();
  }

  private boolean isDefined() {
    return !Double.isNaN(recall[0]);
  }

  @Override
  public String toString() {
    if (!isDefined()) {
      return "a precision-recall curve without positives";
    }
    return Text.format(
        "A precision-recall curve of %s, average precision %.3f",
        Text.count(recall.length, "point"), averagePrecision());
  }
}
