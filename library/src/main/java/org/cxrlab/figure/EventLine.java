package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/** A vertical dotted line at a value of the x axis, with its name above the plot. */
final class EventLine extends Annotation {
  private final String name;
  private final double x;

  EventLine(String name, double x) {
    super(false);
    this.name = name;
    this.x = x;
  }

  @Override
  public void paint(Graphics2D g) {
    double left = getXAxisScreenValueForMin();
    double right = getXAxisScreenValueForMax();
    double top = getYAxisScreenValueForMin();
    double at = chart.getScreenXFromChart(x);
    if (!isVisible || at < left || at > right) {
      return;
    }
    g.setColor(Colours.FAINT_INK);
    g.setStroke(Strokes.dotted(1.2f));
    g.draw(new Line2D.Double(at, top, at, getYAxisScreenValueForMax()));
    if (!name.isEmpty()) {
      g.setFont(Fonts.regular(PlotArea.TEXT));
      double half = g.getFontMetrics().stringWidth(name) / 2.0;
      double centre = Math.max(left + half, Math.min(right - half, at));
      PlotArea.centred(g, name, centre, top - 5);
    }
  }
}
