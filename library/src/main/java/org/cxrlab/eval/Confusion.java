package org.cxrlab.eval;

import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What comes of calling a film positive when its probability reaches a cut-off.
 *
 * @param label the finding
 * @param cutOff a probability at or above it is called positive; NaN where none could be chosen,
 *     and then no film is called and all counts are 0
 * @param truePositives present and called positive
 * @param falseNegatives present and missed
 * @param falsePositives absent and called positive
 * @param trueNegatives absent and called negative
 */
public record Confusion(
    String label,
    double cutOff,
    int truePositives,
    int falseNegatives,
    int falsePositives,
    int trueNegatives)
    implements Showable {

  /**
   * Counts one label.
   *
   * @param label the finding, for headings
   * @param scores one per film
   * @param labels one per film: 1, 0, or NaN for unknown; unknown films are left out
   * @param cutOff a score at or above it is called positive
   */
  public static Confusion of(String label, double[] scores, float[] labels, double cutOff) {
    if (Double.isNaN(cutOff)) {
      throw new IllegalArgumentException(
          "The cut-off for " + label + " is NaN; it must be a number, such as 0.5.");
    }
    return of(label, new Ranking(scores, labels), cutOff);
  }

  static Confusion of(String label, Ranking ranking, double cutOff) {
    int called = 0;
    int right = 0;
    while (called < ranking.size() && ranking.score(called) >= cutOff) {
      right += ranking.positive(called) ? 1 : 0;
      called++;
    }
    return new Confusion(
        label,
        cutOff,
        right,
        ranking.positives() - right,
        called - right,
        ranking.negatives() - (called - right));
  }

  /** What comes of a label for which no cut-off could be chosen: no call at all. */
  static Confusion uncalled(String label) {
    return new Confusion(label, Double.NaN, 0, 0, 0, 0);
  }

  /** Films with the finding. */
  public int positives() {
    return truePositives + falseNegatives;
  }

  /** Films without it. */
  public int negatives() {
    return falsePositives + trueNegatives;
  }

  /** The share of films with the finding; NaN without films. */
  public double prevalence() {
    return share(positives(), positives() + negatives());
  }

  /** The share of the present that is found (recall); NaN where none is present. */
  public double sensitivity() {
    return share(truePositives, positives());
  }

  /** The share of the absent that is called so; NaN where none is absent. */
  public double specificity() {
    return share(trueNegatives, negatives());
  }

  /** Positive predictive value: the share of positive calls that is right; NaN without any. */
  public double ppv() {
    return share(truePositives, truePositives + falsePositives);
  }

  /** Negative predictive value: the share of negative calls that is right; NaN without any. */
  public double npv() {
    return share(trueNegatives, trueNegatives + falseNegatives);
  }

  /**
   * The harmonic mean of precision and sensitivity, 2 TP / (2 TP + FP + FN); NaN where nothing is
   * present and nothing is called.
   */
  public double f1() {
    return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /** The share of all calls that is right. High for a rare finding even if every case is missed. */
  public double accuracy() {
    return share(truePositives + trueNegatives, positives() + negatives());
  }

  /** Sensitivity + specificity - 1 (Youden's J); 0 is guessing. */
  public double youden() {
    return sensitivity() + specificity() - 1;
  }

  /**
   * The positive predictive value among people of whom another share has the finding, by Bayes: the
   * sensitivity and specificity are taken to stay the same.
   *
   * @param prevalence in [0, 1]
   */
  public double ppvAt(double prevalence) {
    requireShare(prevalence);
    double hit = sensitivity() * prevalence;
    return hit / (hit + (1 - specificity()) * (1 - prevalence));
  }

  /**
   * The negative predictive value among people of whom another share has the finding, by Bayes.
   *
   * @param prevalence in [0, 1]
   */
  public double npvAt(double prevalence) {
    requireShare(prevalence);
    double cleared = specificity() * (1 - prevalence);
    return cleared / (cleared + (1 - sensitivity()) * prevalence);
  }

  private static void requireShare(double prevalence) {
    if (!(prevalence >= 0 && prevalence <= 1)) {
      throw new IllegalArgumentException(
          "The prevalence is a share from 0 to 1, not " + prevalence + ".");
    }
  }

  private static double share(int part, int whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  /**
   * The four counts with the measures at their edges, Wilson's intervals in brackets.
   *
   * @see Interval#wilson
   */
  @Override
  public TableFigure figure() {
    if (Double.isNaN(cutOff)) {
      return TableFigure.columns(label, "called positive", "called negative")
          .caption(label + " without a cut-off")
          .note(
              Text.format(
                  "No cut-off could be chosen for %s, since the films to choose it on don't show it"
                      + " both present and absent; give one: confusion(\"%s\", 0.5).",
                  label, label))
          .build();
    }
    return TableFigure.columns(label, "called positive", "called negative", "")
        .caption(Text.format("%s at a cut-off of %s", label, Numbers.show(cutOff)))
        .row(
            "present",
            truePositives,
            falseNegatives,
            measure("sensitivity", sensitivity(), truePositives, positives()))
        .row(
            "absent",
            falsePositives,
            trueNegatives,
            measure("specificity", specificity(), trueNegatives, negatives()))
        .row(
            "",
            measure("PPV", ppv(), truePositives, truePositives + falsePositives),
            measure("NPV", npv(), trueNegatives, trueNegatives + falseNegatives),
            "F1 " + Numbers.show(f1()))
        .note("95 % intervals by Wilson, as if each film were of another patient.")
        .build();
  }

  private static String measure(String name, double value, int part, int whole) {
    return name + " " + new Estimate(value, Interval.wilson(part, whole));
  }
}
