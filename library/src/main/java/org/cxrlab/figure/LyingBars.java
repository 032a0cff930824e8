package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** Bars from left to right with their names at the left, drawn by XChart in the house style. */
final class LyingBars extends HorizontalBarChart {
  private final Scale made;
  private final DoubleFunction<String> written;

  /**
   * @param names different from each other
   * @param written how the value at a bar's end is written, or null for none
   */
  LyingBars(
      String title,
      String valueAxis,
      List<String> names,
      List<BarChart.Series> all,
      Scale scale,
      DoubleFunction<String> written,
      int width,
      int height) {
    super(width, height, new HouseTheme());
    made = scale;
    this.written = written;
    setTitle(title);
    setXAxisTitle(valueAxis);
    styler.setLocale(Locale.ROOT);
    styler.setXAxisMin(scale.low()).setXAxisMax(scale.high());
    styler.setPlotGridHorizontalLinesVisible(false);
    styler.setYAxisTickLabelsColor(Colours.INK).setYAxisLabelAlignment(TextAlignment.Right);
    styler.setXAxisMaxLabelCount(Math.max(2, names.size())); // every name is written
    for (BarChart.Series s : all) {
      String key = XStyle.key(s.name(), seriesMap::containsKey);
      // XChart looks at the first value to see that it is a number, which a missing one is not.
      HorizontalBarSeries series = addSeries(key, Collections.nCopies(names.size(), 0), names);
      series.replaceData(BarChart.numbers(s.values()), names);
      series.setLabel(s.name()).setFillColor(s.colour());
    }
    addAnnotation(new Labels());
  }

  @Override
  public synchronized void paint(Graphics2D g, int width, int height) {
    int outerWidth = getWidth();
    int outerHeight = getHeight();
    Scale x = XStyle.x(styler, made, Math.max(2, (width - 180) / 90), false);
    var metrics = g.getFontMetrics(Fonts.regular(PlotArea.TEXT));
    int widest =
        getSeriesCollection().stream()
            .flatMap(s -> s.getXData().stream())
            .filter(v -> v != null && written != null)
            .mapToInt(v -> metrics.stringWidth(written.apply(v.doubleValue())) + 4)
            .max()
            .orElse(0);
    int right = Math.max(widest, Math.max(12, x == null ? 0 : x.halfOfLastLabel(g)));
    var layout = new XStyle.Layout(x, null, 4, right, 0);
    XStyle.paint(this, layout, g, width, height, super::paint);
    setWidth(outerWidth);
    setHeight(outerHeight);
  }

  private final class Labels extends BarLabels {
    Labels() {
      super(true, written);
    }

    @Override
    double end(double value) {
      return getScreenXFromChart(value);
    }

    @Override
    double fill() {
      return getStyler().getAvailableSpaceFill();
    }

    @Override
    List<double[]> values() {
      return getSeriesCollection().stream()
          .map(s -> s.isEnabled() ? s.getXData() : List.<Number>of())
          .map(all -> all.stream().mapToDouble(v -> v == null ? Double.NaN : v.doubleValue()))
          .map(DoubleStream::toArray)
          .toList();
    }

    @Override
    void write(Graphics2D g, String text, double middle, double end, boolean negative) {
      double x = negative ? end - 4 - PlotArea.width(g, text) : end + 4;
      g.drawString(text, (float) x, (float) (middle + 4.3));
    }
  }
}
