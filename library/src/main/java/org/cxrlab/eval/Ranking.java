package org.cxrlab.eval;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The films whose label is known, from the highest score to the lowest. They are sorted once, so
 * that each resample of a bootstrap is a single pass.
 *
 * <p>Each film belongs to a unit that is drawn as a whole, its patient. {@code times} says how
 * often each unit counts; null counts each once.
 */
final class Ranking {
  /** The unit of the film at each rank. */
  private final int[] unit;

  /** Whether the film at each rank is positive. */
  private final boolean[] positive;

  /** The score at each rank. */
  private final double[] score;

  /** Whether the film at each rank is the last of those with its score. */
  private final boolean[] lastOfTie;

  private final int positives;

  /** Films that are a unit each. */
  Ranking(double[] scores, float[] labels) {
    this(scores, labels, IntStream.range(0, scores.length).toArray());
  }

  Ranking(double[] scores, float[] labels, int[] units) {
    requireUsable(scores, labels);
    int[] order =
        IntStream.range(0, scores.length)
            .filter(i -> !Float.isNaN(labels[i]))
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    int n = order.length;
    unit = new int[n];
    positive = new boolean[n];
    score = new double[n];
    lastOfTie = new boolean[n];
    int count = 0;
    for (int rank = 0; rank < n; rank++) {
      int film = order[rank];
      unit[rank] = units[film];
      positive[rank] = labels[film] == 1;
      score[rank] = scores[film];
      lastOfTie[rank] = rank == n - 1 || scores[film] != scores[order[rank + 1]];
      count += positive[rank] ? 1 : 0;
    }
    positives = count;
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
    return unit.length;
  }

  /** How many of them are positive. */
  int positives() {
    return positives;
  }

  /** How many of them are negative. */
  int negatives() {
    return unit.length - positives;
  }

  /** How many patients have a positive film, or a negative one, whichever are fewer. */
  int patientsOnBothSides() {
    var with = new BitSet();
    var without = new BitSet();
    for (int rank = 0; rank < unit.length; rank++) {
      (positive[rank] ? with : without).set(unit[rank]);
    }
    return Math.min(with.cardinality(), without.cardinality());
  }

  /** The unit of the film at a rank; the film's own position where each is a unit. */
  int unit(int rank) {
    return unit[rank];
  }

  boolean positive(int rank) {
    return positive[rank];
  }

  boolean lastOfTie(int rank) {
    return lastOfTie[rank];
  }

  double score(int rank) {
    return score[rank];
  }

  /**
   * The share of pairs of a positive and a negative film in which the positive has the higher
   * score, a tie counting half: the Mann-Whitney statistic, which is the area under the ROC curve.
   * NaN where there is no such pair.
   */
  double auroc(int[] times) {
    double above = 0;
    double negatives = 0;
    double tiedPositives = 0;
    double tiedNegatives = 0;
    double pairs = 0;
    for (int rank = 0; rank < unit.length; rank++) {
      int weight = times == null ? 1 : times[unit[rank]];
      if (positive[rank]) {
        tiedPositives += weight;
      } else {
        tiedNegatives += weight;
      }
      if (lastOfTie[rank]) {
        pairs += tiedNegatives * (above + 0.5 * tiedPositives);
        above += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return above > 0 && negatives > 0 ? pairs / (above * negatives) : Double.NaN;
  }

  /**
   * The precision at each score that occurs, weighted by the recall gained there. NaN where there
   * are no positives.
   */
  double averagePrecision(int[] times) {
    double all = 0;
    double truePositives = 0;
    double gained = 0;
    double sum = 0;
    for (int rank = 0; rank < unit.length; rank++) {
      int weight = times == null ? 1 : times[unit[rank]];
      all += weight;
      if (positive[rank]) {
        gained += weight;
      }
      if (lastOfTie[rank] && gained > 0) {
        truePositives += gained;
        sum += gained * (truePositives / all);
        gained = 0;
      }
    }
    return truePositives > 0 ? sum / truePositives : Double.NaN;
  }
}
