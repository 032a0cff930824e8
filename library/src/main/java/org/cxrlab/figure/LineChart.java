package org.cxrlab.figure;

import com.google.errorprone.annotations.CheckReturnValue;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Builds a chart of curves and points over two axes of numbers; see {@link Charts#lines}. Each
 * series takes the next colour; when the colours are used up, lines are dotted. Points whose y is
 * NaN are left out and interrupt the line. Immutable: each call gives a new one, with what it adds.
 */
@CheckReturnValue
public final class LineChart implements Showable {
  private static final int BAND_OPACITY = 50;

  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Consumer<Curves>> events = new ArrayList<>();
  private double[] xRange;
  private double[] yRange;
  private boolean logX;
  private int width = 720;
  private int height = 420;
  private String alt;
  private int coloured;

  /** One series, and how it is put into the chart. */
  private record Layer(String name, double[] x, double[] y, Consumer<Curves> add) {}

  LineChart(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
  }

  private LineChart(LineChart other) {
    this(other.title, other.xAxis, other.yAxis);
    layers.addAll(other.layers);
    events.addAll(other.events);
    xRange = other.xRange;
    yRange = other.yRange;
    logX = other.logX;
    width = other.width;
    height = other.height;
    alt = other.alt;
    coloured = other.coloured;
  }

  private LineChart with(Consumer<LineChart> change) {
    var changed = new LineChart(this);
    change.accept(changed);
    return changed;
  }

  /** A solid curve through the points, in the order given. */
  public LineChart line(String name, double[] x, double[] y) {
    var stroke = coloured < Colours.count() ? Strokes.solid(2) : Strokes.dotted(2);
    return line(name, x, y, Colours.series(coloured), stroke).coloured();
  }

  /** A dashed grey line that the others are held against: chance, a prevalence, a goal. */
  public LineChart dashed(String name, double[] x, double[] y) {
    return line(name, x, y, Colours.FAINT_INK, Strokes.dashed(1.5f));
  }

  /** A dotted grey line, to be told from a dashed one beside it. */
  public LineChart dotted(String name, double[] x, double[] y) {
    return line(name, x, y, Colours.FAINT_INK, Strokes.dotted(2));
  }

  /** Dots that are not joined. */
  public LineChart points(String name, double[] x, double[] y) {
    Color colour = Colours.series(coloured);
    return add(name, x, y, (c, xs, ys) -> c.points(name, xs, ys, colour, 8)).coloured();
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
    var pale = new Color(c.getRed(), c.getGreen(), c.getBlue(), BAND_OPACITY);
    if (n == 0) {
      return this;
    }
    return add(
        name,
        Arrays.copyOf(edgeX, n),
        Arrays.copyOf(edgeY, n),
        (chart, xs, ys) -> chart.area(name, xs, ys, pale));
  }

  /** A vertical line at {@code x}, where something happened; its name stands above it. */
  public LineChart event(String name, double x) {
    return with(chart -> chart.events.add(curves -> curves.event(name, x)));
  }

  /** The x axis reaches exactly from {@code low} to {@code high}. */
  public LineChart xRange(double low, double high) {
    double[] range = range(low, high);
    return with(chart -> chart.xRange = range);
  }

  /** The y axis reaches exactly from {@code low} to {@code high}. */
  public LineChart yRange(double low, double high) {
    double[] range = range(low, high);
    return with(chart -> chart.yRange = range);
  }

  /** A logarithmic x axis; every x must be above 0. */
  public LineChart logX() {
    return with(chart -> chart.logX = true);
  }

  /** The size in CSS pixels, 720 x 420 unless set. */
  public LineChart size(int width, int height) {
    return with(
        chart -> {
          chart.width = width;
          chart.height = height;
        });
  }

  /** What the chart shows, in one sentence, for people who can't see it. */
  public LineChart alt(String text) {
    return with(chart -> chart.alt = text);
  }

  /**
   * The chart.
   *
   * @throws IllegalArgumentException if no series has a point that can be drawn, or if an x is not
   *     above 0 on a logarithmic axis
   */
  public Chart build() {
    if (values(Layer::y).getCount() == 0) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" has no point to draw; add a line with numbers in it.");
    }
    var chart = new Curves(title, xAxis, yAxis, xScale(), yScale(), wholeX(), width, height);
    events.forEach(event -> event.accept(chart));
    layers.forEach(layer -> layer.add.accept(chart));
    return Chart.of(chart, words());
  }

  /** A chart whose {@link #build()} was forgotten shows itself all the same. */
  @Override
  public Figure figure() {
    return build();
  }

  private Scale xScale() {
    var x = values(Layer::x);
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
    int count = Math.max(2, width / 80);
    return low < high
        ? Scale.exactly(low, high, count, wholeX() && high - low > 1)
        : Scale.exactly(low - 1, low + 1, count, wholeX());
  }

  /** Steps and epochs are marked at whole numbers. */
  private boolean wholeX() {
    return layers.stream()
        .flatMapToDouble(l -> Arrays.stream(l.x))
        .allMatch(v -> v == Math.rint(v));
  }

  private Scale yScale() {
    int count = Math.max(2, height / 70);
    if (yRange != null) {
      return Scale.exactly(yRange[0], yRange[1], count, false);
    }
    var y = values(Layer::y);
    return Scale.around(y.getMin(), y.getMax(), count);
  }

  private DoubleSummaryStatistics values(Function<Layer, double[]> of) {
    return layers.stream()
        .map(of)
        .flatMapToDouble(DoubleStream::of)
        .filter(Double::isFinite)
        .summaryStatistics();
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
            + layers.stream().map(Layer::name).collect(Collectors.joining(", "))
            + ".";
  }

  private LineChart line(String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
    return add(name, x, y, (chart, xs, ys) -> chart.line(name, xs, ys, colour, stroke));
  }

  private LineChart add(String name, double[] x, double[] y, Adding how) {
    requireSame(name, x, y);
    double[] xs = x.clone();
    double[] ys = y.clone();
    var layer = new Layer(name, xs, ys, chart -> how.add(chart, xs, ys));
    return with(chart -> chart.layers.add(layer));
  }

  /** Puts points into a chart. */
  @FunctionalInterface
  private interface Adding {
    void add(Curves chart, double[] x, double[] y);
  }

  /** The next series has another colour. */
  private LineChart coloured() {
    return with(chart -> chart.coloured++);
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
