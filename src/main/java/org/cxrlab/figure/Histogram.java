package org.cxrlab.figure;

import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

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
  public void paint(java.awt.Graphics2D g, int width, int height) {
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
    var chart = new XYChart(width, height);
    XChartStyle.apply(chart.getStyler());
    chart.setXAxisTitle(xAxis);
    chart.setYAxisTitle("count");
    chart.getStyler().setYAxisMin(0.0);
    XYSeries area = chart.addSeries("count", x, y);
    area.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
    area.setMarker(SeriesMarkers.NONE);
    area.setFillColor(Colours.series(0));
    area.setLineColor(Colours.series(0));
    area.setLineStyle(Strokes.solid(0.5f));
    chart.paint(g, width, height);
  }
}
