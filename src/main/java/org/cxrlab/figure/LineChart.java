package org.cxrlab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Builds a chart of curves and points over two number axes; see {@link Charts#lines}. Each series
 * takes the next colour; when the colours are used up, lines are dotted. Points whose y is NaN are
 * left out and interrupt the line.
 */
public final class LineChart {
  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final List<Series> series = new ArrayList<>();
  private final List<Double> events = new ArrayList<>();
  private double[] xRange;
  private double[] yRange;
  private boolean logX;
  private int width = 720;
  private int height = 420;
  private String alt;
  private int coloured;

  LineChart(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
  }

  private enum Style {
    LINE,
    DOTTED,
    DASHED,
    POINTS,
    BAND
  }

  private record Series(String name, double[] x, double[] y, Color colour, Style style) {}

  /** A solid curve through the points, in the order given. */
  public LineChart line(String name, double[] x, double[] y) {
    return add(name, x, y, nextColour(), coloured <= Colours.count() ? Style.LINE : Style.DOTTED);
  }

  /** A dashed grey line that the others are held against: chance, a prevalence, a goal. */
  public LineChart dashed(String name, double[] x, double[] y) {
    return add(name, x, y, Colours.FAINT_INK, Style.DASHED);
  }

  /** Dots that are not joined. */
  public LineChart points(String name, double[] x, double[] y) {
    return add(name, x, y, nextColour(), Style.POINTS);
  }

  /**
   * A pale area between two curves, such as a 95 % interval, in the colour of the series that comes
   * next: give it before its line.
   */
  public LineChart band(String name, double[] x, double[] low, double[] high) {
    requireSame(name, x, low);
    requireSame(name, x, high);
    int n = x.length;
    double[] outlineX = new double[2 * n];
    double[] outlineY = new double[2 * n];
    for (int i = 0; i < n; i++) {
      outlineX[i] = x[i];
      outlineY[i] = low[i];
      outlineX[2 * n - 1 - i] = x[i];
      outlineY[2 * n - 1 - i] = high[i];
    }
    Color c = Colours.series(coloured);
    return add(
        name, outlineX, outlineY, new Color(c.getRed(), c.getGreen(), c.getBlue(), 50), Style.BAND);
  }

  /** A vertical line at {@code x}: something happened here. */
  public LineChart event(double x) {
    events.add(x);
    return this;
  }

  /** The x axis reaches exactly from {@code low} to {@code high}. */
  public LineChart xRange(double low, double high) {
    xRange = range(low, high);
    return this;
  }

  /** The y axis reaches exactly from {@code low} to {@code high}. */
  public LineChart yRange(double low, double high) {
    yRange = range(low, high);
    return this;
  }

  /** A logarithmic x axis; every x must be above 0. */
  public LineChart logX() {
    logX = true;
    return this;
  }

  /** The size in CSS pixels, 720 x 420 unless set. */
  public LineChart size(int width, int height) {
    this.width = width;
    this.height = height;
    return this;
  }

  /** What the chart shows, in one sentence, for people who can't see it. */
  public LineChart alt(String text) {
    alt = text;
    return this;
  }

  /**
   * The chart.
   *
   * @throws IllegalArgumentException if it has no series, or none with a point that can be drawn
   */
  public Chart build() {
    if (series.stream().noneMatch(s -> Arrays.stream(s.y).anyMatch(Double::isFinite))) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" has no point to draw; add a line with numbers in it.");
    }
    String words =
        alt != null
            ? alt
            : title
                + ": "
                + yAxis
                + " against "
                + xAxis
                + ", "
                + series.stream().map(Series::name).collect(Collectors.joining(", "))
                + ".";
    // A copy, so that the chart stays what it is when the builder goes on.
    var drawn = List.copyOf(series);
    var marked = List.copyOf(events);
    var frozen = new LineChart(title, xAxis, yAxis);
    frozen.series.addAll(drawn);
    frozen.events.addAll(marked);
    frozen.xRange = xRange;
    frozen.yRange = yRange;
    frozen.logX = logX;
    Drawing body = (g, w, h) -> frozen.plot(w, h).paint(g, w, h);
    return new Chart(new Frame(title, legend(), body), width, height, words);
  }

  private List<Frame.Key> legend() {
    if (series.size() == 1) {
      return List.of();
    }
    return series.stream()
        .map(
            s ->
                new Frame.Key(
                    s.name,
                    s.colour,
                    switch (s.style) {
                      case LINE -> Frame.Sample.LINE;
                      case DOTTED -> Frame.Sample.DOTTED;
                      case DASHED -> Frame.Sample.DASHED;
                      case POINTS -> Frame.Sample.POINT;
                      case BAND -> Frame.Sample.AREA;
                    }))
        .toList();
  }

  private XYChart plot(int w, int h) {
    var chart = new XYChart(w, h);
    XYStyler styler = chart.getStyler();
    XChartStyle.apply(styler);
    chart.setXAxisTitle(xAxis);
    chart.setYAxisTitle(yAxis);
    styler.setXAxisLogarithmic(logX);
    if (xRange != null) {
      styler.setXAxisMin(xRange[0]).setXAxisMax(xRange[1]);
    }
    if (yRange != null) {
      styler.setYAxisMin(yRange[0]).setYAxisMax(yRange[1]);
    }
    for (int i = 0; i < series.size(); i++) {
      Series s = series.get(i);
      // XChart tells series apart by name; ours may share one.
      XYSeries drawn = chart.addSeries(i + " " + s.name, s.x, s.y);
      drawn.setMarker(s.style == Style.POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      drawn.setMarkerColor(s.colour);
      drawn.setLineColor(s.colour);
      switch (s.style) {
        case LINE -> drawn.setLineStyle(Strokes.solid(2));
        case DOTTED -> drawn.setLineStyle(Strokes.dotted(2));
        case DASHED -> drawn.setLineStyle(Strokes.dashed(1.5f));
        case POINTS -> drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        case BAND -> {
          drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
          drawn.setFillColor(s.colour);
          drawn.setLineStyle(new BasicStroke(0));
          drawn.setLineColor(new Color(0, true));
        }
      }
    }
    for (double x : events) {
      chart.addAnnotation(new AnnotationLine(x, true, false));
    }
    return chart;
  }

  private LineChart add(String name, double[] x, double[] y, Color colour, Style style) {
    requireSame(name, x, y);
    series.add(new Series(name, x.clone(), y.clone(), colour, style));
    return this;
  }

  private Color nextColour() {
    return Colours.series(coloured++);
  }

  private static void requireSame(String name, double[] x, double[] y) {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(
          "The series \""
              + name
              + "\" has "
              + x.length
              + " x values and "
              + y.length
              + " y values; give as many of each, and at least one.");
    }
  }

  private static double[] range(double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "An axis can't reach from " + low + " to " + high + "; the first must be the lower.");
    }
    return new double[] {low, high};
  }
}
