package org.cxrlab.eval;

import java.util.Arrays;
import java.util.List;

/**
 * The values of an evaluation's statistics that were computed elsewhere.
 *
 * @param values statistic by statistic, in the order of {@link Statistics}
 * @param labels how many there are
 * @param cutOffs at which the measures were computed, one for each label
 */
record Resampled(double[][] values, int labels, List<Double> cutOffs) {
  double[][] ofLabels() {
    return Arrays.copyOf(values, Statistics.SCORES * labels);
  }

  double[][] ofPooled() {
    int from = Statistics.SCORES * labels;
    return Arrays.copyOfRange(values, from, from + Statistics.SCORES);
  }

  boolean isAt(CutOffs others) {
    return cutOffs.equals(others.values());
  }

  double[][] atCutOffs() {
    return Arrays.copyOfRange(values, Statistics.SCORES * (labels + 1), values.length);
  }
}
