package org.cxrlab.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Builds a chart of curves and points over two axes of numbers; see {@link Charts#lines}. Each
 * series takes the next colour; when the colours are used up, lines are dotted. Points whose y is
 * NaN are left out and interrupt the line.
 */
public final class LineChart implements Showable {
  private static final int BAND_OPACITY = 50;

  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final List<Plot.Layer> layers = new ArrayList<>();
  private final List<Plot.Event> events = new ArrayList<>();
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

  /** A solid curve through the points, in the order given. */
  public LineChart line(String name, double[] x, double[] y) {
    var style = coloured < Colours.count() ? Plot.Style.LINE : Plot.Style.DOTTED;
    return add(name, x, y, nextColour(), style);
  }

  /** A dashed grey line that the others are held against: chance, a prevalence, a goal. */
  public LineChart dashed(String name, double[] x, double[] y) {
    return add(name, x, y, Colours.FAINT_INK, Plot.Style.DASHED);
  }

  /** Dots that are not joined. */
  public LineChart points(String name, double[] x, double[] y) {
    return add(name, x, y, nextColour(), Plot.Style.POINTS);
  }

  /**
   * A pale area between two curves, such as a 95 % interval, in the colour of the series that comes
   * next: give it before its line. Where either curve is NaN there is no area.
   */
  public LineChart band(String name, double[] x, double[] low, double[] high) {
    requireSame(name, x, low);
    requireSame(name, x, high);
    double[] edgeX = new double[2 * x.length];
    double[] edgeY = new double[2 * x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(low[i]) && Double.isFinite(high[i])) {
        edgeX[n] = x[i];
        edgeY[n++] = low[i];
      }
    }
    for (int i = x.length - 1; i >= 0; i--) {
      if (Double.isFinite(low[i]) && Double.isFinite(high[i])) {
        edgeX[n] = x[i];
        edgeY[n++] = high[i];
      }
    }
    Color c = Colours.series(coloured);
    layers.add(
        new Plot.Layer(
            name,
            Arrays.copyOf(edgeX, n),
            Arrays.copyOf(edgeY, n),
            new Color(c.getRed(), c.getGreen(), c.getBlue(), BAND_OPACITY),
            Plot.Style.AREA));
    return this;
  }

  /** A vertical line at {@code x}, where something happened; its name stands above it. */
  public LineChart event(String name, double x) {
    events.add(new Plot.Event(name, x));
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
   * @throws IllegalArgumentException if no series has a point that can be drawn, or if an x is not
   *     above 0 on a logarithmic axis
   */
  public Chart build() {
    if (values(Plot.Layer::y).getCount() == 0) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" has no point to draw; add a line with numbers in it.");
    }
    var plot = new Plot(xAxis, yAxis, xScale(), yScale(), List.copyOf(layers), List.copyOf(events));
    return new Chart(new Frame(title, legend(), plot), width, height, words());
  }

  /** A chart whose {@link #build()} was forgotten shows itself all the same. */
  @Override
  public Figure figure() {
    return build();
  }

  private Scale xScale() {
    var x = values(Plot.Layer::x);
    double low = xRange != null ? xRange[0] : x.getMin();
    double high = xRange != null ? xRange[1] : x.getMax();
    if (logX) {
      if (!(low > 0)) {
        throw new IllegalArgumentException(
            "The chart \""
                + title
                + "\" has a logarithmic x axis and a value of "
                + low
                + " on it; leave out values that are not above 0.");
      }
      return low < high ? Scale.logarithmic(low, high) : Scale.logarithmic(low / 2, low * 2);
    }
    boolean whole =
        layers.stream().flatMapToDouble(l -> Arrays.stream(l.x())).allMatch(v -> v == Math.rint(v));
    int count = Math.max(2, width / 80);
    return low < high
        ? Scale.exactly(low, high, count, whole && high - low > 1)
        : Scale.exactly(low - 1, low + 1, count, whole);
  }

  private Scale yScale() {
    int count = Math.max(2, height / 70);
    if (yRange != null) {
      return Scale.exactly(yRange[0], yRange[1], count, false);
    }
    var y = values(Plot.Layer::y);
    return Scale.around(y.getMin(), y.getMax(), count);
  }

  private DoubleSummaryStatistics values(Function<Plot.Layer, double[]> of) {
    return layers.stream()
        .map(of)
        .flatMapToDouble(DoubleStream::of)
        .filter(Double::isFinite)
        .summaryStatistics();
  }

  private List<Frame.Key> legend() {
    return layers.size() == 1
        ? List.of()
        : layers.stream().map(l -> new Frame.Key(l.name(), l.colour(), l.style())).toList();
  }

  private String words() {
    return alt != null
        ? alt
        : title
            + ": "
            + yAxis
            + " against "
            + xAxis
            + ", "
            + layers.stream().map(Plot.Layer::name).collect(Collectors.joining(", "))
            + ".";
  }

  private LineChart add(String name, double[] x, double[] y, Color colour, Plot.Style style) {
    requireSame(name, x, y);
    layers.add(new Plot.Layer(name, x.clone(), y.clone(), colour, style));
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
