package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarSeries;
import org.knowm.xchart.internal.chartpart.Annotation;
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
    addAnnotation(new Values());
  }

  @Override
  public synchronized void paint(Graphics2D g, int width, int height) {
    int outerWidth = getWidth();
    int outerHeight = getHeight();
    Scale x =
        XStyle.scale(
            "x",
            made,
            styler.getXAxisMin(),
            styler.getXAxisMax(),
            styler.isXAxisLogarithmic(),
            Math.max(2, (width - 180) / 90),
            false);
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

  /** The line at zero and the values at the bars' ends. */
  private final class Values extends Annotation {
    Values() {
      super(false);
    }

    @Override
    public void paint(Graphics2D g) {
      double top = getYAxisScreenValueForMin();
      double bottom = getYAxisScreenValueForMax();
      double zero = getScreenXFromChart(0);
      boolean within = zero >= getXAxisScreenValueForMin() && zero <= getXAxisScreenValueForMax();
      if (within && !getStyler().isXAxisLogarithmic()) {
        g.setColor(Colours.FAINT_INK);
        g.setStroke(Strokes.solid(1));
        g.draw(new Line2D.Double(zero, top, zero, bottom));
      }
      if (written == null || !isVisible) {
        return;
      }
      g.setColor(Colours.FAINT_INK);
      g.setFont(Fonts.regular(PlotArea.TEXT));
      double content = getStyler().getPlotContentSize() * (bottom - top);
      double start = (top + bottom - content) / 2;
      int which = 0;
      int count = getSeriesCollection().size();
      for (HorizontalBarSeries series : getSeriesCollection()) {
        double room = content / series.getXData().size();
        double thick = room * getStyler().getAvailableSpaceFill() / count;
        for (int i = 0; i < series.getXData().size(); i++) {
          Number value = series.getXData().get(i);
          if (value != null && series.isEnabled()) {
            String text = written.apply(value.doubleValue());
            double end = getScreenXFromChart(value.doubleValue());
            double x = value.doubleValue() < 0 ? end - 4 - PlotArea.width(g, text) : end + 4;
            double y = start + (i + 0.5) * room + (which - (count - 1) / 2.0) * thick;
            g.drawString(text, (float) x, (float) (y + 4.3));
          }
        }
        which++;
      }
    }
  }
}
