package org.cxrlab.eval;

import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /**
   * Of fewer films than these with the finding, or without, a percentile interval is too narrow to
   * be trusted: of the mean of 10 values it is 0.82 times as wide as Student's, of 5 values 0.63
   * times, of 4 values 0.53 times (the narrowness that Hesterberg 2015 describes).
   */
  public static final int FEW = 10;

  /** Below a table with such remarks, what they mean. */
  static final String REMARKS =
      "\"Only 4 positives\": an interval from resamples of fewer than "
          + FEW
          + " films of a kind is too narrow. \"No spread\": all resamples gave the same, so the"
          + " interval says nothing; with n films and no error, up to about 3/n of others may be"
          + " wrong.";

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

  /**
   * Why a figure is not defined, or why its interval is not to be relied on: it rests on fewer than
   * {@link #FEW} films of a kind, or has no width. Empty where neither is so.
   */
  public String remark() {
    String why = undefined();
    if (!why.isEmpty()) {
      return why;
    }
    return Stream.of(few(positives, negatives), auroc.interval().isCollapsed() ? "no spread" : "")
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** That there are few films of a kind; empty where there are enough. */
  static String few(int positives, int negatives) {
    return Stream.of(few(positives, "positive"), few(negatives, "negative"))
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  private static String few(int films, String kind) {
    return films >= FEW ? "" : "only " + films + " " + kind + (films == 1 ? "" : "s");
  }
}
