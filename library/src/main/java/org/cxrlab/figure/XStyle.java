package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.series.Series;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Paints charts of XChart as all charts here look: title and legend above the data, axes marked at
 * round values with a label at both ends. What a user set in the chart's styler stays as it was
 * set.
 */
final class XStyle {
  /** Text and axis left of the data, and text and axis below, roughly; only ticks depend on it. */
  private static final int BESIDE = 90;

  private static final int BELOW = 60;

  /** XChart's own distances of ticks, which mean that the user has not set them. */
  private static final HouseTheme THEME = new HouseTheme();

  private XStyle() {}

  /** XChart's own way to paint a chart. */
  @FunctionalInterface
  interface Painter {
    void paint(Graphics2D g, int width, int height);
  }

  /**
   * The axes, and the room around what XChart itself lays out.
   *
   * @param x the scale of the x axis, null for one without numbers
   * @param y that of the y axis
   * @param above below the legend, in pixels
   * @param right beyond the plot's right edge
   * @param below under the plot
   */
  record Layout(Scale x, Scale y, int above, int right, int below) {}

  /**
   * Paints the chart with title and legend into a rectangle of this size. Its styler has other
   * values for a while, so a chart is painted by one thread at a time.
   */
  static void paint(
      AxesChart<?, ?> chart, Layout layout, Graphics2D g, int width, int height, Painter xchart) {
    AxesChartStyler styler = chart.getStyler();
    boolean legend = styler.isLegendVisible();
    boolean title = styler.isChartTitleVisible();
    boolean above =
        styler.getLegendPosition() == LegendPosition.OutsideE
            && !(chart instanceof HeatMapChart); // its legend is a scale of colours
    int padding = styler.getChartPadding();
    Function<Double, String> xLabel = styler.getXAxisTickLabelsFormattingFunction();
    Function<Double, String> yLabel = styler.getYAxisTickLabelsFormattingFunction();
    int xHint = styler.getXAxisTickMarkSpacingHint();
    int yHint = styler.getYAxisTickMarkSpacingHint();
    var surface = new Surface();
    var size = new Frame(title ? chart.getTitle() : "", legend && above ? keys(chart) : List.of());
    int top = size.height(surface, width) + layout.above;
    int pad = padding + layout.right;
    try {
      styler.setLegendVisible(legend && !above);
      styler.setChartTitleVisible(false);
      styler.setChartPadding(pad);
      if (layout.x != null) {
        if (xLabel == null && styler.getXAxisDecimalPattern() == null) {
          styler.setXAxisTickLabelsFormattingFunction(layout.x::labelOfTick);
        }
        if (xHint == THEME.getXAxisTickMarkSpacingHint()) {
          styler.setXAxisTickMarkSpacingHint(hint(layout.x, width - BESIDE - layout.right));
        }
      }
      if (layout.y != null) {
        if (yLabel == null && styler.getYAxisDecimalPattern() == null) {
          styler.setYAxisTickLabelsFormattingFunction(layout.y::labelOfTick);
        }
        if (yHint == THEME.getYAxisTickMarkSpacingHint()) {
          styler.setYAxisTickMarkSpacingHint(hint(layout.y, height - top - BELOW));
        }
      }
      surface.setColor(styler.getChartBackgroundColor());
      surface.fill(new Rectangle2D.Double(0, 0, width, height));
      // XChart keeps the same distance to all four edges; here each edge has its own.
      surface.translate(-layout.right, top - pad);
      xchart.paint(surface, width + layout.right, height - top + 2 * pad - 10 - layout.below);
      surface.translate(layout.right, pad - top);
    } finally {
      styler.setLegendVisible(legend);
      styler.setChartTitleVisible(title);
      styler.setChartPadding(padding);
      styler.setXAxisTickLabelsFormattingFunction(xLabel);
      styler.setYAxisTickLabelsFormattingFunction(yLabel);
      styler.setXAxisTickMarkSpacingHint(xHint);
      styler.setYAxisTickMarkSpacingHint(yHint);
    }
    // Only now has each series its colour.
    new Frame(size.title(), size.legend().isEmpty() ? List.of() : keys(chart))
        .paint(surface, width);
    surface.replay(g);
  }

  /** The distance of ticks, in pixels, from which XChart concludes the step of the scale. */
  private static int hint(Scale scale, int room) {
    if (scale.log()) {
      return 20;
    }
    double share = scale.step() / (scale.high() - scale.low());
    return Math.max(8, (int) Math.round(room * Math.min(0.8, share)));
  }

  /**
   * The scale of the x axis as its styler has it, or null if XChart is to find the ends by itself.
   *
   * @param made how the chart was made; its ticks stay as long as its ends do
   * @param whole whether only whole numbers may be marked
   */
  static Scale x(AxesChartStyler styler, Scale made, int count, boolean whole) {
    boolean log = styler.isXAxisLogarithmic();
    return scale("x", made, styler.getXAxisMin(), styler.getXAxisMax(), log, count, whole);
  }

  /** The same of the y axis. */
  static Scale y(AxesChartStyler styler, Scale made, int count) {
    boolean log = styler.isYAxisLogarithmic();
    return scale("y", made, styler.getYAxisMin(), styler.getYAxisMax(), log, count, false);
  }

  private static Scale scale(
      String axis, Scale made, Double low, Double high, boolean log, int count, boolean whole) {
    if (low == null || high == null) {
      return null;
    }
    if (made.low() == low && made.high() == high && made.log() == log) {
      return made;
    }
    if (!(low < high)) {
      throw new IllegalArgumentException(
          Text.format(
              "The %s axis can't reach from %s to %s; the first must be the lower.",
              axis, low, high));
    }
    if (log && !(low > 0)) {
      throw new IllegalArgumentException(
          Text.format(
              "The %s axis is logarithmic and begins at %s; let it begin above 0, with the"
                  + " styler's set%sAxisMin.",
              axis, low, axis.toUpperCase(Locale.ROOT)));
    }
    return log
        ? Scale.logarithmic(low, high)
        : Scale.exactly(low, high, count, whole && high - low > 1);
  }

  /** What XChart knows a series by: its name, unless that is empty or another series has it. */
  static String key(String name, Predicate<String> taken) {
    String key = name.isEmpty() ? "series" : name;
    for (int i = 2; taken.test(key); i++) {
      key = name + " (" + i + ")";
    }
    return key;
  }

  /** The legend: nothing for a single series. */
  private static List<Frame.Key> keys(AxesChart<?, ?> chart) {
    List<Frame.Key> keys =
        chart.getSeriesCollection().stream()
            .filter(s -> s.isEnabled() && s.isShowInLegend())
            .map(XStyle::key)
            .toList();
    return keys.size() < 2 ? List.of() : keys;
  }

  private static Frame.Key key(Series series) {
    if (series instanceof XYSeries curve) {
      return switch (curve.getXYSeriesRenderStyle().orElse(XYSeries.XYSeriesRenderStyle.Line)) {
        case Scatter -> Frame.Key.dot(series.getLabel(), curve.getMarkerColor());
        case Area, StepArea, PolygonArea -> Frame.Key.area(series.getLabel(), curve.getFillColor());
        case Line, Step ->
            Frame.Key.line(series.getLabel(), curve.getLineColor(), curve.getLineStyle());
      };
    }
    return Frame.Key.area(series.getLabel(), series.getFillColor());
  }
}
