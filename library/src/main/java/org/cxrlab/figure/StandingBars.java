package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** Bars from below upwards with their names below, drawn by XChart in the house style. */
final class StandingBars extends CategoryChart {
  private static final int LINE_HEIGHT = 16;

  private final Scale made;
  private final List<List<String>> lines;
  private final DoubleFunction<String> written;

  /**
   * @param names different from each other
   * @param lines each name broken into lines that fit below its bars
   * @param written how the value above a bar is written, or null for none
   */
  StandingBars(
      String title,
      String valueAxis,
      List<String> names,
      List<List<String>> lines,
      List<BarChart.Series> all,
      Scale scale,
      DoubleFunction<String> written,
      int width,
      int height) {
    super(width, height, new HouseTheme());
    made = scale;
    this.lines = lines;
    this.written = written;
    setTitle(title);
    setYAxisTitle(valueAxis);
    styler.setLocale(Locale.ROOT);
    styler.setYAxisMin(scale.low()).setYAxisMax(scale.high());
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setXAxisTicksVisible(false); // XChart writes a name in one line, or turns it
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    for (BarChart.Series s : all) {
      String key = XStyle.key(s.name(), seriesMap::containsKey);
      CategorySeries series = addSeries(key, names, BarChart.numbers(s.values()));
      series.setLabel(s.name()).setFillColor(s.colour());
    }
    addAnnotation(new Labels());
  }

  @Override
  public synchronized void paint(Graphics2D g, int width, int height) {
    int outerWidth = getWidth();
    int outerHeight = getHeight();
    Scale y = XStyle.y(styler, made, Math.max(2, height / 70));
    int most = lines.stream().mapToInt(List::size).max().orElse(1);
    int below = styler.isXAxisTicksVisible() ? 0 : 8 + LINE_HEIGHT * most;
    var layout = new XStyle.Layout(null, y, written == null ? 8 : 22, 0, below);
    XStyle.paint(this, layout, g, width, height, super::paint);
    setWidth(outerWidth);
    setHeight(outerHeight);
  }

  private final class Labels extends BarLabels {
    Labels() {
      super(false, written);
    }

    @Override
    double end(double value) {
      return getScreenYFromChart(value);
    }

    @Override
    double fill() {
      return getStyler().getAvailableSpaceFill();
    }

    @Override
    List<double[]> values() {
      return getSeriesCollection().stream()
          .map(s -> s.isEnabled() ? s.getYData() : new double[0])
          .toList();
    }

    @Override
    void write(Graphics2D g, String text, double middle, double end, boolean negative) {
      PlotArea.centred(g, text, middle, negative ? end + 15 : end - 5);
    }

    @Override
    void writeNames(Graphics2D g) {
      g.setColor(Colours.INK);
      double bottom = getYAxisScreenValueForMax();
      for (int i = 0; i < lines.size() && !getStyler().isXAxisTicksVisible(); i++) {
        for (int line = 0; line < lines.get(i).size(); line++) {
          double y = bottom + 18 + LINE_HEIGHT * line;
          PlotArea.centred(g, lines.get(i).get(line), middle(i, lines.size()), y);
        }
      }
    }
  }
}
