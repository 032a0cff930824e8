package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Curves, points and areas over two axes of numbers. XChart puts its ticks at odd values and leaves
 * out those at the ends of an axis, so this is drawn here.
 */
record Plot(
    String xAxis, String yAxis, Scale xScale, Scale yScale, List<Layer> layers, List<Event> events)
    implements Drawing {
  private static final double DOT = 8;
  private static final int EVENT_LINE = 16;

  /** How a layer is drawn. */
  enum Style {
    LINE,
    DOTTED,
    DASHED,
    POINTS,
    AREA
  }

  /** One series; an area is the polygon of its points. */
  record Layer(String name, double[] x, double[] y, Color colour, Style style) {}

  /** A vertical line with its name above it. */
  record Event(String name, double x) {}

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(PlotArea.TEXT));
    boolean named = events.stream().anyMatch(e -> !e.name.isEmpty());
    FontMetrics m = g.getFontMetrics();
    // Half of the last label stands out beyond the end of the axis.
    double last = xScale.ticks().isEmpty() ? 0 : xScale.ticks().get(xScale.ticks().size() - 1);
    var area =
        new PlotArea(
            PlotArea.axisWidth(m, yScale),
            named ? 8 + EVENT_LINE : 8,
            width - PlotArea.MARGIN - m.stringWidth(xScale.label(last)) / 2.0,
            height - PlotArea.AXIS_HEIGHT);
    area.lyingAxis(g, xScale, xAxis);
    area.uprightAxis(g, yScale, yAxis);
    events.forEach(e -> paint(g, area, e));
    var inside = (Graphics2D) g.create();
    // Lines along the edge keep their full thickness.
    inside.clip(
        new Rectangle2D.Double(
            area.left() - 2,
            area.top() - 2,
            area.right() - area.left() + 4,
            area.bottom() - area.top() + 4));
    layers.forEach(l -> paint(inside, area, l));
    inside.dispose();
  }

  private void paint(Graphics2D g, PlotArea area, Event event) {
    double x = area.x(xScale, event.x);
    g.setColor(Colours.FAINT_INK);
    g.setStroke(Strokes.dotted(1.2f));
    g.draw(new Line2D.Double(x, area.top(), x, area.bottom()));
    double half = g.getFontMetrics().stringWidth(event.name) / 2.0;
    double centre = Math.max(area.left() + half, Math.min(area.right() - half, x));
    PlotArea.centred(g, event.name, centre, area.top() - 5);
  }

  private void paint(Graphics2D g, PlotArea area, Layer layer) {
    g.setColor(layer.colour);
    switch (layer.style) {
      case LINE -> g.setStroke(Strokes.solid(2));
      case DOTTED -> g.setStroke(Strokes.dotted(2));
      case DASHED -> g.setStroke(Strokes.dashed(1.5f));
      case POINTS, AREA -> {}
    }
    if (layer.style == Style.POINTS) {
      paintPoints(g, area, layer);
    } else if (layer.style == Style.AREA) {
      g.fill(path(area, layer));
    } else {
      g.draw(path(area, layer));
      if (layer.x.length == 1) {
        paintPoints(g, area, layer); // a line of one point would not be seen
      }
    }
  }

  private void paintPoints(Graphics2D g, PlotArea area, Layer layer) {
    for (int i = 0; i < layer.x.length; i++) {
      if (drawable(layer.x[i], layer.y[i])) {
        double x = area.x(xScale, layer.x[i]);
        double y = area.y(yScale, layer.y[i]);
        g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
      }
    }
  }

  private Path2D path(PlotArea area, Layer layer) {
    var path = new Path2D.Double();
    boolean pen = false;
    for (int i = 0; i < layer.x.length; i++) {
      boolean here = drawable(layer.x[i], layer.y[i]);
      if (here) {
        double x = area.x(xScale, layer.x[i]);
        double y = area.y(yScale, layer.y[i]);
        if (pen) {
          path.lineTo(x, y);
        } else {
          path.moveTo(x, y);
        }
      }
      pen = here;
    }
    return path;
  }

  private static boolean drawable(double x, double y) {
    return Double.isFinite(x) && Double.isFinite(y);
  }
}
