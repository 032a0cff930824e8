package org.cxrlab.eval;

import java.util.stream.IntStream;
import org.apache.commons.math3.special.Erf;

/**
 * DeLong's test of two AUROCs measured on the same films (DeLong, DeLong and Clarke-Pearson 1988).
 * It takes the films as independent: use it only where each patient has one film, and the paired
 * bootstrap by patients otherwise.
 *
 * @param first AUROC of the first scores
 * @param second AUROC of the second scores
 * @param standardError of their difference
 * @param p two-sided probability of a difference at least as large, if there were none; NaN where
 *     the standard error is 0, as for equal orders
 */
record DeLong(double first, double second, double standardError, double p) {
  /**
   * The test on one label.
   *
   * @param first one score per film
   * @param second another score per film
   * @param labels one per film: 1, 0, or NaN for unknown; at least two of each kind
   */
  static DeLong test(double[] first, double[] second, float[] labels) {
    Placements a = Placements.of(first, labels);
    Placements b = Placements.of(second, labels);
    if (a.ofPositives.length < 2 || a.ofNegatives.length < 2) {
      throw new IllegalArgumentException(
          "DeLong's test needs two positive and two negative films, not "
              + a.ofPositives.length
              + " and "
              + a.ofNegatives.length
              + ".");
    }
    double variance =
        varianceOfDifference(a.ofPositives, b.ofPositives) / a.ofPositives.length
            + varianceOfDifference(a.ofNegatives, b.ofNegatives) / a.ofNegatives.length;
    double error = Math.sqrt(variance);
    double difference = mean(a.ofPositives) - mean(b.ofPositives);
    double p = error == 0 ? Double.NaN : Erf.erfc(Math.abs(difference) / error / Math.sqrt(2));
    return new DeLong(mean(a.ofPositives), mean(b.ofPositives), error, p);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static double varianceOfDifference(double[] a, double[] b) {
    double middle = mean(a) - mean(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double off = a[i] - b[i] - middle;
      sum += off * off;
    }
    return sum / (a.length - 1);
  }

  /**
   * For each positive the share of negatives that score below it, for each negative the share of
   * positives that score above it, ties counting half; in the films' own order.
   */
  private record Placements(double[] ofPositives, double[] ofNegatives) {
    static Placements of(double[] scores, float[] labels) {
      var ranking = new Ranking(scores, labels);
      double[] below = new double[scores.length];
      int above = 0;
      int rank = 0;
      while (rank < ranking.size()) {
        int end = rank;
        int tiedPositives = 0;
        while (!ranking.lastOfTie(end)) {
          end++;
        }
        for (int r = rank; r <= end; r++) {
          tiedPositives += ranking.positive(r) ? 1 : 0;
        }
        int tiedNegatives = end - rank + 1 - tiedPositives;
        int negativesAbove = rank - above;
        for (int r = rank; r <= end; r++) {
          below[ranking.unit(r)] =
              ranking.positive(r)
                  ? (ranking.negatives() - negativesAbove - 0.5 * tiedNegatives)
                      / ranking.negatives()
                  : (above + 0.5 * tiedPositives) / ranking.positives();
        }
        above += tiedPositives;
        rank = end + 1;
      }
      return new Placements(pick(below, labels, 1), pick(below, labels, 0));
    }

    private static double[] pick(double[] values, float[] labels, float kind) {
      return IntStream.range(0, labels.length)
          .filter(i -> labels[i] == kind)
          .mapToDouble(i -> values[i])
          .toArray();
    }
  }
}
