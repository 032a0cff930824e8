package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.internal.chartpart.Annotation;
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
    addAnnotation(new Names());
  }

  @Override
  public synchronized void paint(Graphics2D g, int width, int height) {
    int outerWidth = getWidth();
    int outerHeight = getHeight();
    Scale y =
        XStyle.scale(
            "y",
            made,
            styler.getYAxisMin(),
            styler.getYAxisMax(),
            styler.isYAxisLogarithmic(),
            Math.max(2, height / 70),
            false);
    int most = lines.stream().mapToInt(List::size).max().orElse(1);
    int below = styler.isXAxisTicksVisible() ? 0 : 8 + LINE_HEIGHT * most;
    var layout = new XStyle.Layout(null, y, written == null ? 8 : 22, 0, below);
    XStyle.paint(this, layout, g, width, height, super::paint);
    setWidth(outerWidth);
    setHeight(outerHeight);
  }

  /** The line at zero, the names below, and the values above the bars. */
  private final class Names extends Annotation {
    Names() {
      super(false);
    }

    @Override
    public void paint(Graphics2D g) {
      double left = getXAxisScreenValueForMin();
      double right = getXAxisScreenValueForMax();
      double bottom = getYAxisScreenValueForMax();
      double zero = getScreenYFromChart(0);
      boolean within = zero >= getYAxisScreenValueForMin() && zero <= bottom;
      if (within && !getStyler().isYAxisLogarithmic()) {
        g.setColor(Colours.FAINT_INK);
        g.setStroke(Strokes.solid(1));
        g.draw(new Line2D.Double(left, zero, right, zero));
      }
      g.setFont(Fonts.regular(PlotArea.TEXT));
      double content = getStyler().getPlotContentSize() * (right - left);
      double start = (left + right - content) / 2;
      double room = content / lines.size();
      g.setColor(Colours.INK);
      for (int i = 0; i < lines.size() && !getStyler().isXAxisTicksVisible(); i++) {
        for (int line = 0; line < lines.get(i).size(); line++) {
          double y = bottom + 18 + LINE_HEIGHT * line;
          PlotArea.centred(g, lines.get(i).get(line), start + (i + 0.5) * room, y);
        }
      }
      if (written == null || !isVisible) {
        return;
      }
      g.setColor(Colours.FAINT_INK);
      int count = getSeriesCollection().size();
      double thick = room * getStyler().getAvailableSpaceFill() / count;
      int which = 0;
      for (CategorySeries series : getSeriesCollection()) {
        double[] values = series.getYData();
        for (int i = 0; i < values.length && series.isEnabled(); i++) {
          if (Double.isFinite(values[i])) {
            double end = getScreenYFromChart(values[i]);
            double x = start + (i + 0.5) * room + (which - (count - 1) / 2.0) * thick;
            PlotArea.centred(g, written.apply(values[i]), x, values[i] < 0 ? end + 15 : end - 5);
          }
        }
        which++;
      }
    }
  }
}
