package org.cxrlab.figure;

import java.util.Arrays;

/** Counts of values in steps of equal width, drawn as one stepped area. */
final class Histogram {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 380;

  private Histogram() {}

  static Chart of(String title, String xAxis, double[] values, int bins) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length == 0 || bins < 1) {
      throw new IllegalArgumentException(
          "The histogram \""
              + title
              + "\" of "
              + finite.length
              + " numbers in "
              + bins
              + " bins can't be drawn; give at least one of each.");
    }
    var stats = Arrays.stream(finite).summaryStatistics();
    boolean constant = stats.getMax() == stats.getMin();
    double low = constant ? stats.getMin() - 0.5 : stats.getMin();
    double width = constant ? 1.0 / bins : (stats.getMax() - stats.getMin()) / bins;
    long[] counts = new long[bins];
    for (double v : finite) {
      counts[Math.min(bins - 1, (int) ((v - low) / width))]++;
    }
    String alt =
        "Histogram of "
            + xAxis
            + ": "
            + Numbers.show(finite.length)
            + " values from "
            + Numbers.show(stats.getMin())
            + " to "
            + Numbers.show(stats.getMax())
            + ".";
    double[] x = new double[2 * bins + 2];
    double[] y = new double[2 * bins + 2];
    for (int i = 0; i < bins; i++) {
      x[2 * i + 1] = low + i * width;
      x[2 * i + 2] = low + (i + 1) * width;
      y[2 * i + 1] = counts[i];
      y[2 * i + 2] = counts[i];
    }
    x[0] = low;
    x[2 * bins + 1] = low + bins * width;
    double most = Arrays.stream(counts).max().orElse(1);
    var chart =
        new Curves(
            title,
            xAxis,
            "count",
            Scale.exactly(x[0], x[2 * bins + 1], WIDTH / 80, false),
            Scale.around(0, most, HEIGHT / 70),
            false,
            WIDTH,
            HEIGHT);
    chart.area("count", x, y, Colours.series(0));
    return Chart.of(chart, alt);
  }
}
