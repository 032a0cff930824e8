package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;

/** Counts of values in steps of equal width, drawn as one stepped area. */
record Histogram(String xAxis, double low, double binWidth, long[] counts) implements Drawing {
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
    return new Chart(
        new Frame(title, List.of(), new Histogram(xAxis, low, width, counts)), 720, 380, alt);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int n = counts.length;
    double[] x = new double[2 * n + 2];
    double[] y = new double[2 * n + 2];
    for (int i = 0; i < n; i++) {
      x[2 * i + 1] = low + i * binWidth;
      x[2 * i + 2] = low + (i + 1) * binWidth;
      y[2 * i + 1] = counts[i];
      y[2 * i + 2] = counts[i];
    }
    x[0] = low;
    x[2 * n + 1] = low + n * binWidth;
    long most = Arrays.stream(counts).max().orElse(1);
    new Plot(
            xAxis,
            "count",
            Scale.exactly(x[0], x[2 * n + 1], width / 80, false),
            Scale.around(0, most, height / 60),
            List.of(new Plot.Layer("count", x, y, Colours.series(0), Plot.Style.AREA)),
            List.of())
        .paint(g, width, height);
  }
}
