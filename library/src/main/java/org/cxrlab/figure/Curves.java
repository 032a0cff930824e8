package org.cxrlab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves, points and areas over two axes of numbers, drawn by XChart in the house style. */
final class Curves extends XYChart {
  /** The series of the lines at zero, which is in no legend. */
  private static final String ZERO = "(zero lines)";

  /** The series of the grid lines of a logarithmic x axis. */
  private static final String GRID = "(grid lines)";

  private final Scale madeX;
  private final Scale madeY;
  private final boolean wholeX;
  private boolean named;

  /**
   * @param wholeX whether only whole numbers may be marked on the x axis
   */
  Curves(String title, String xAxis, String yAxis, Scale x, Scale y, boolean wholeX, int w, int h) {
    super(w, h, new HouseTheme());
    madeX = x;
    madeY = y;
    this.wholeX = wholeX;
    setTitle(title);
    setXAxisTitle(xAxis);
    setYAxisTitle(yAxis);
    styler.setLocale(Locale.ROOT);
    styler.setXAxisMin(x.low()).setXAxisMax(x.high());
    styler.setYAxisMin(y.low()).setYAxisMax(y.high());
    styler.setXAxisLogarithmic(x.log()).setXAxisLogarithmicDecadeOnly(false);
    styler.setYAxisLabelAlignment(XYStyler.TextAlignment.Right);
    styler.setPlotGridVerticalLinesVisible(!x.log());
    // XChart has a grid line at each multiple of a power of ten; here only where a label is.
    add(GRID, new double[] {Double.NaN}, new double[] {Double.NaN})
        .setLineColor(Colours.GRID)
        .setLineStyle(Strokes.solid(1))
        .setShowInLegend(false);
    // The number that is none also keeps XChart from marking an axis at the data's own values,
    // which it does where they are equally far from each other.
    add(ZERO, new double[] {Double.NaN}, new double[] {Double.NaN})
        .setLineColor(Colours.FAINT_INK)
        .setLineStyle(Strokes.solid(1))
        .setShowInLegend(false);
  }

  /** A line through the points; one that has a single point is a dot. */
  void line(String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
    XYSeries series = add(name, x, y);
    series.setLineColor(colour).setLineStyle(stroke);
    series.setMarkerColor(colour);
    series.setMarker(x.length == 1 ? new Dot(8) : SeriesMarkers.NONE);
  }

  /** Dots that are not joined. */
  XYSeries points(String name, double[] x, double[] y, Color colour, int size) {
    XYSeries series = add(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarkerColor(colour).setMarker(new Dot(size));
    return series;
  }

  /** The polygon of the points. */
  void area(String name, double[] x, double[] y, Color colour) {
    XYSeries series = add(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(colour);
    series.setLineColor(colour).setLineStyle(HouseTheme.none());
    series.setMarkerColor(colour).setMarker(SeriesMarkers.NONE);
  }

  /** A vertical line at {@code x} with its name above. */
  void event(String name, double x) {
    addAnnotation(new EventLine(name, x));
    named |= !name.isEmpty();
  }

  private XYSeries add(String name, double[] x, double[] y) {
    double[] drawnX = x.clone();
    double[] drawnY = y.clone();
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
        drawnX[i] = Double.NaN;
        drawnY[i] = Double.NaN;
      }
    }
    XYSeries series = addSeries(XStyle.key(name, seriesMap::containsKey), drawnX, drawnY);
    series.setLabel(name);
    return series;
  }

  @Override
  public synchronized void paint(Graphics2D g, int width, int height) {
    int outerWidth = getWidth();
    int outerHeight = getHeight();
    Scale x = XStyle.x(styler, madeX, Math.max(2, width / 80), wholeX);
    Scale y = XStyle.y(styler, madeY, Math.max(2, height / 70));
    drawGrid(x, y);
    int half = x == null ? 0 : x.halfOfLastLabel(g);
    XStyle.paint(
        this, new XStyle.Layout(x, y, named ? 24 : 8, half, 0), g, width, height, super::paint);
    setWidth(outerWidth);
    setHeight(outerHeight);
  }

  /** The lines at zero and the grid reach across the whole plot, however its axes were changed. */
  private void drawGrid(Scale x, Scale y) {
    var zero = new Lines();
    var grid = new Lines();
    if (x != null && y != null && !y.log()) {
      double low = 2 * y.low() - y.high();
      double high = 2 * y.high() - y.low();
      boolean numbers = styler.getXAxisTickLabelsFormattingFunction() == null;
      if (x.log()) {
        x.ticks().forEach(tick -> grid.add(tick, low, tick, high));
      } else if (numbers && x.low() <= 0 && x.high() >= 0) {
        zero.add(0, low, 0, high);
      }
      if (y.low() <= 0 && y.high() >= 0) {
        double left = x.log() ? x.low() / 2 : 2 * x.low() - x.high();
        zero.add(left, 0, x.log() ? 2 * x.high() : 2 * x.high() - x.low(), 0);
      }
    }
    zero.show(this, ZERO);
    grid.show(this, GRID);
  }

  /** Single lines, as the points of one series. */
  private static final class Lines {
    private final DoubleStream.Builder x = DoubleStream.builder();
    private final DoubleStream.Builder y = DoubleStream.builder();

    void add(double x1, double y1, double x2, double y2) {
      x.add(x1).add(x2).add(Double.NaN);
      y.add(y1).add(y2).add(Double.NaN);
    }

    void show(XYChart chart, String series) {
      if (chart.getSeries(series) != null) {
        chart.updateXYSeries(
            series, x.add(Double.NaN).build().toArray(), y.add(Double.NaN).build().toArray(), null);
      }
    }
  }

  /** A dot of a size of its own. */
  private static final class Dot extends Marker {
    private final double size;

    Dot(double size) {
      this.size = size;
    }

    @Override
    public void paint(Graphics2D g, double x, double y, int markerSize) {
      g.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
    }
  }
}
