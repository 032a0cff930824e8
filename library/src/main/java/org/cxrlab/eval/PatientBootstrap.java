package org.cxrlab.eval;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Resampling of patients with replacement. Films of one patient resemble each other, so they are
 * drawn together; drawing films one by one would make every interval too narrow.
 *
 * <p>A statistic is a function of how often each patient was drawn. Each resample has a random
 * stream of its own, so the result depends on the seed alone and not on the number of threads, nor
 * on who computes which of them.
 *
 * @param patients how many there are
 * @param resamples how many times as many are drawn from them
 * @param seed of the draws
 */
record PatientBootstrap(int patients, int resamples, long seed) {
  PatientBootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException(
          "A bootstrap needs at least 1 resample, not " + resamples + "; 1000 is usual.");
    }
  }

  /**
   * The statistics of each resample.
   *
   * @return statistic by statistic, resample by resample
   */
  double[][] values(List<ToDoubleFunction<int[]>> statistics) {
    long[] seeds = seeds();
    double[][] values = new double[statistics.size()][resamples];
    IntStream.range(0, resamples)
        .parallel()
        .forEach(
            r -> {
              int[] times = draw(new SplittableRandom(seeds[r]));
              for (int s = 0; s < values.length; s++) {
                values[s][r] = statistics.get(s).applyAsDouble(times);
              }
            });
    return values;
  }

  /**
   * The statistics of some resamples, computed by the thread that asks.
   *
   * @param from the first of them, from 0
   * @param to the first that is not one of them
   * @return resample by resample, statistic by statistic
   */
  double[][] rows(List<ToDoubleFunction<int[]>> statistics, int from, int to) {
    long[] seeds = seeds();
    double[][] rows = new double[to - from][];
    for (int r = from; r < to; r++) {
      int[] times = draw(new SplittableRandom(seeds[r]));
      rows[r - from] = statistics.stream().mapToDouble(s -> s.applyAsDouble(times)).toArray();
    }
    return rows;
  }

  /** One stream of seeds, so that neighbouring resamples and seeds have nothing in common. */
  private long[] seeds() {
    return new SplittableRandom(seed).longs(resamples).toArray();
  }

  /** Percentile intervals of the statistics; resamples in which one is not defined are left out. */
  List<Interval> intervals(List<ToDoubleFunction<int[]>> statistics) {
    return Arrays.stream(values(statistics)).map(Interval::percentiles).toList();
  }

  /** How often each patient is drawn in one resample. */
  private int[] draw(SplittableRandom random) {
    int[] times = new int[patients];
    for (int i = 0; i < patients; i++) {
      times[random.nextInt(patients)]++;
    }
    return times;
  }

  /** The ratio of two sums over patients, each given patient by patient. */
  static ToDoubleFunction<int[]> ratio(double[] part, double[] whole) {
    return times -> {
      double above = 0;
      double below = 0;
      for (int p = 0; p < times.length; p++) {
        above += times[p] * part[p];
        below += times[p] * whole[p];
      }
      return below == 0 ? Double.NaN : above / below;
    };
  }
}
