package org.cxrlab.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * The receiver operating characteristic of one label: at each score that occurs, taken as the
 * cut-off, how many negatives and how many positives are called positive. From (0, 0) to (1, 1).
 */
public final class RocCurve implements Showable {
  private final double[] falsePositiveRate;
  private final double[] truePositiveRate;
  private final double[] thresholds;

  private RocCurve(double[] falsePositiveRate, double[] truePositiveRate, double[] thresholds) {
    this.falsePositiveRate = falsePositiveRate;
    this.truePositiveRate = truePositiveRate;
    this.thresholds = thresholds;
  }

  /**
   * The curve of one label.
   *
   * @param scores one per film; higher means more likely present
   * @param labels one per film: 1, 0, or NaN for unknown
   */
  public static RocCurve of(double[] scores, float[] labels) {
    return of(new Ranking(scores, labels));
  }

  static RocCurve of(Ranking ranking) {
    double[] falsePositives = new double[ranking.size() + 1];
    double[] truePositives = new double[ranking.size() + 1];
    double[] cuts = new double[ranking.size() + 1];
    cuts[0] = Double.POSITIVE_INFINITY;
    int points = 1;
    int positives = 0;
    for (int rank = 0; rank < ranking.size(); rank++) {
      positives += ranking.positive(rank) ? 1 : 0;
      if (ranking.lastOfTie(rank)) {
        truePositives[points] = (double) positives / ranking.positives();
        falsePositives[points] = (double) (rank + 1 - positives) / ranking.negatives();
        cuts[points] = ranking.score(rank);
        points++;
      }
    }
    if (ranking.positives() == 0) {
      Arrays.fill(truePositives, Double.NaN);
    }
    if (ranking.negatives() == 0) {
      Arrays.fill(falsePositives, Double.NaN);
    }
    return new RocCurve(
        Arrays.copyOf(falsePositives, points),
        Arrays.copyOf(truePositives, points),
        Arrays.copyOf(cuts, points));
  }

  /** 1 - specificity at each threshold, rising; all NaN without negatives. */
  public double[] falsePositiveRate() {
    return falsePositiveRate.clone();
  }

  /** Sensitivity at each threshold, rising; all NaN without positives. */
  public double[] truePositiveRate() {
    return truePositiveRate.clone();
  }

  /**
   * The cut-offs, falling: a score at or above it counts as positive. The first is infinite:
   * nothing is called positive.
   */
  public double[] thresholds() {
    return thresholds.clone();
  }

  /** What ROC curves are drawn on, with the line of guessing. */
  public static LineChart axes(String title) {
    return Charts.lines(title, "1 - specificity", "sensitivity")
        .xRange(0, 1)
        .yRange(0, 1)
        .dashed("guessing", new double[] {0, 1}, new double[] {0, 1});
  }

  /** The curve; a sentence in its place without films of both kinds. */
  @Override
  public Chart figure() {
    if (!isDefined()) {
      return Charts.nothing("ROC curve", "There is no curve to draw: " + this + ".");
    }
    return axes("ROC curve")
        .line("AUROC " + Numbers.show(area()), falsePositiveRate, truePositiveRate)
        .alt(toString())
        .build();
  }

  /** By the trapezoidal rule, which gives half a point to each tie of a positive and a negative. */
  private double area() {
    return IntStream.range(1, thresholds.length)
        .mapToDouble(
            i ->
                (falsePositiveRate[i] - falsePositiveRate[i - 1])
                    * (truePositiveRate[i] + truePositiveRate[i - 1])
                    / 2)
        .sum();
  }

  private boolean isDefined() {
    return !Double.isNaN(truePositiveRate[0]) && !Double.isNaN(falsePositiveRate[0]);
  }

  @Override
  public String toString() {
    if (!isDefined()) {
      return "a ROC curve without "
          + (Double.isNaN(truePositiveRate[0]) ? "positives" : "negatives");
    }
    return Text.format(
        "A ROC curve of %s, AUROC %.3f", Text.count(thresholds.length, "point"), area());
  }
}
