package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.function.DoubleFunction;
import org.knowm.xchart.internal.chartpart.Annotation;

/** What XChart lacks at bars: the line at zero, and the value at the end of each bar. */
abstract class BarLabels extends Annotation {
  private final boolean lying;
  private final DoubleFunction<String> written;

  /**
   * @param lying whether values go from left to right and not from below upwards
   * @param written how the value at a bar's end is written, or null for none
   */
  BarLabels(boolean lying, DoubleFunction<String> written) {
    super(false);
    this.lying = lying;
    this.written = written;
  }

  /** Where a value lies on its axis, in pixels. */
  abstract double end(double value);

  /** The share of its room that a group of bars fills. */
  abstract double fill();

  /** The values of all series, NaN where there is no bar; none for a series that is not shown. */
  abstract List<double[]> values();

  /**
   * Writes a value.
   *
   * @param middle of the bar, along the axis of names
   * @param end of the bar, along the axis of values
   */
  abstract void write(Graphics2D g, String text, double middle, double end, boolean negative);

  /** Writes names where XChart does not. */
  void writeNames(Graphics2D g) {}

  @Override
  public final void paint(Graphics2D g) {
    double low = lying ? getXAxisScreenValueForMin() : getYAxisScreenValueForMin();
    double high = lying ? getXAxisScreenValueForMax() : getYAxisScreenValueForMax();
    var axes = chart.getStyler();
    double zero = end(0);
    if (zero >= low
        && zero <= high
        && !(lying ? axes.isXAxisLogarithmic() : axes.isYAxisLogarithmic())) {
      g.setColor(Colours.FAINT_INK);
      g.setStroke(Strokes.solid(1));
      g.draw(
          lying
              ? new Line2D.Double(zero, from(), zero, to())
              : new Line2D.Double(from(), zero, to(), zero));
    }
    g.setFont(Fonts.regular(PlotArea.TEXT));
    writeNames(g);
    if (written == null || !isVisible) {
      return;
    }
    g.setColor(Colours.FAINT_INK);
    List<double[]> all = values();
    for (int s = 0; s < all.size(); s++) {
      double[] values = all.get(s);
      for (int i = 0; i < values.length; i++) {
        if (Double.isFinite(values[i])) {
          double thick = room(values.length) * fill() / all.size();
          double middle = middle(i, values.length) + (s - (all.size() - 1) / 2.0) * thick;
          write(g, written.apply(values[i]), middle, end(values[i]), values[i] < 0);
        }
      }
    }
  }

  /** The middle of the room of a name, counted from 0, in pixels along the axis of names. */
  final double middle(int name, int names) {
    double start = (from() + to() - content()) / 2;
    return start + (name + 0.5) * room(names);
  }

  private double room(int names) {
    return content() / names;
  }

  private double content() {
    return chart.getStyler().getPlotContentSize() * (to() - from());
  }

  /** Where the axis of names begins, in pixels. */
  private double from() {
    return lying ? getYAxisScreenValueForMin() : getXAxisScreenValueForMin();
  }

  /** Where the axis of names ends, in pixels. */
  private double to() {
    return lying ? getYAxisScreenValueForMax() : getXAxisScreenValueForMax();
  }
}
