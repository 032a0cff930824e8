package org.cxrlab.eval;

import java.util.stream.IntStream;

/**
 * The films whose label is known, from the highest score to the lowest: sorted once, so that every
 * resample of a bootstrap is a single pass. Films may count several times or not at all: {@code
 * times} gives each film's weight, by the film's own position; null counts each once.
 */
final class Ranking {
  /** Positions of the films, by falling score. */
  private final int[] order;

  /** Whether the film at this rank is positive. */
  private final boolean[] positive;

  /** Whether the film at this rank is the last of those with its score. */
  private final boolean[] lastOfTie;

  /** Scores by falling rank. */
  private final double[] sorted;

  Ranking(double[] scores, float[] labels) {
    requireUsable(scores, labels);
    order =
        IntStream.range(0, scores.length)
            .filter(i -> !Float.isNaN(labels[i]))
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    int n = order.length;
    positive = new boolean[n];
    lastOfTie = new boolean[n];
    sorted = new double[n];
    for (int rank = 0; rank < n; rank++) {
      positive[rank] = labels[order[rank]] == 1;
      sorted[rank] = scores[order[rank]];
    }
    for (int rank = 0; rank < n; rank++) {
      lastOfTie[rank] = rank == n - 1 || sorted[rank] != sorted[rank + 1];
    }
  }

  private static void requireUsable(double[] scores, float[] labels) {
    if (scores.length != labels.length) {
      throw new IllegalArgumentException(
          scores.length + " scores for " + labels.length + " labels; there must be one for each.");
    }
    for (int i = 0; i < scores.length; i++) {
      if (labels[i] != 0 && labels[i] != 1 && !Float.isNaN(labels[i])) {
        throw new IllegalArgumentException(
            "The label at position "
                + i
                + " is "
                + labels[i]
                + "; a label is 1, 0, or NaN for unknown.");
      }
      if (Double.isNaN(scores[i]) && !Float.isNaN(labels[i])) {
        throw new IllegalArgumentException(
            "The score at position " + i + " is NaN; every film with a known label needs a score.");
      }
    }
  }

  /** How many films have a known label. */
  int size() {
    return order.length;
  }

  boolean positive(int rank) {
    return positive[rank];
  }

  boolean lastOfTie(int rank) {
    return lastOfTie[rank];
  }

  double score(int rank) {
    return sorted[rank];
  }

  /**
   * The share of pairs of a positive and a negative film in which the positive has the higher
   * score, a tie counting half: the Mann-Whitney statistic, which is the area under the ROC curve.
   * NaN where there is no such pair.
   */
  double auroc(int[] times) {
    double positives = 0;
    double negatives = 0;
    double tiedPositives = 0;
    double tiedNegatives = 0;
    double pairs = 0;
    for (int rank = 0; rank < order.length; rank++) {
      double weight = times == null ? 1 : times[order[rank]];
      if (positive[rank]) {
        tiedPositives += weight;
      } else {
        tiedNegatives += weight;
      }
      if (lastOfTie[rank]) {
        pairs += tiedNegatives * (positives + 0.5 * tiedPositives);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : Double.NaN;
  }

  /**
   * Precision at each score that occurs, weighted by the recall gained there. NaN where there are
   * no positives.
   */
  double averagePrecision(int[] times) {
    double positives = 0;
    double all = 0;
    double tiedPositives = 0;
    double sum = 0;
    for (int rank = 0; rank < order.length; rank++) {
      double weight = times == null ? 1 : times[order[rank]];
      all += weight;
      if (positive[rank]) {
        tiedPositives += weight;
      }
      if (lastOfTie[rank] && tiedPositives > 0) {
        positives += tiedPositives;
        sum += tiedPositives * (positives / all);
        tiedPositives = 0;
      }
    }
    return positives > 0 ? sum / positives : Double.NaN;
  }
}
