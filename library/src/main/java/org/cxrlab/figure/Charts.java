package org.cxrlab.figure;

import java.util.List;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** Charts from plain arrays. */
public final class Charts {
  private Charts() {}

  /** A chart of curves and points; add series, then {@link LineChart#build()}. */
  public static LineChart lines(String title, String xAxis, String yAxis) {
    return new LineChart(title, xAxis, yAxis);
  }

  /** A chart of bars, one group for each name; add series, then {@link BarChart#build()}. */
  public static BarChart bars(String title, String valueAxis, List<String> names) {
    return new BarChart(title, valueAxis, names);
  }

  /** A chart of repeated measurements; add rows, then {@link DotChart#build()}. */
  public static DotChart dots(String title, String valueAxis) {
    return new DotChart(title, valueAxis);
  }

  /**
   * How often values fall into each of {@code bins} equally wide steps from the smallest to the
   * largest; NaN is left out.
   *
   * @throws IllegalArgumentException if there is no number among the values, or no bin
   */
  public static Chart histogram(String title, String xAxis, double[] values, int bins) {
    return Histogram.of(title, xAxis, values, bins);
  }

  /**
   * A table of numbers with each cell coloured by its value. NaN is an empty cell.
   *
   * @param values one row for each row name, in it one value for each column name
   */
  public static Chart matrix(
      String title, List<String> rowNames, List<String> colNames, double[][] values) {
    return Matrix.of(title, rowNames, colNames, values);
  }

  /**
   * Parallel coordinates: an upright axis for each kind of value and a line through all for each
   * case, the darker the more of the last axis it has; the case with the most stands out.
   *
   * @param axes at least two, with as many values each
   */
  public static Chart parallel(String title, List<ValueAxis> axes) {
    return ParallelAxes.chart(title, axes, Math.max(480, 150 * axes.size()), 380);
  }

  /** A dot for each case: what it has of one axis against what it has of another. */
  public static Chart slice(String title, ValueAxis x, ValueAxis y) {
    return Slice.chart(title, x, y, 360, 300);
  }

  /**
   * What stands where a chart would, if there is nothing to draw: its title and why.
   *
   * @param why a sentence
   */
  public static Chart nothing(String title, String why) {
    return NothingToDraw.chart(title, why, 560);
  }

  /**
   * A chart that was made with XChart, shown as this library's own are. Its text is in the shipped
   * typeface if its styler's fonts were left as they are.
   *
   * @param alt what the chart shows, in one sentence
   */
  public static Chart xchart(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart, String alt) {
    Fonts.install();
    return chart instanceof AxesChart<?, ?> axes
        ? Chart.of(axes, alt)
        : new Chart(chart::paint, chart.getWidth(), chart.getHeight(), alt);
  }
}
