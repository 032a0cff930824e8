package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;

/** The rectangle that data are drawn in, with the axes around it. */
record PlotArea(double left, double top, double right, double bottom) {
  /** Points of all text at axes. */
  static final float TEXT = 12;

  static final int MARGIN = 14;

  /** From text to what it belongs to. */
  static final int GAP = 8;

  /** Below the area: tick labels and the name of the axis. */
  static final int AXIS_HEIGHT = 46;

  double x(Scale scale, double value) {
    return left + scale.place(value) * (right - left);
  }

  double y(Scale scale, double value) {
    return bottom - scale.place(value) * (bottom - top);
  }

  /** How wide the upright axis is, with its name. */
  static int axisWidth(FontMetrics m, Scale scale) {
    int widest =
        scale.ticks().stream().mapToInt(t -> m.stringWidth(scale.label(t))).max().orElse(0);
    return MARGIN + 20 + widest + GAP;
  }

  /** Grid lines, tick labels and name of the axis below the area. */
  void lyingAxis(Graphics2D g, Scale scale, String name) {
    for (double tick : scale.ticks()) {
      double x = x(scale, tick);
      gridLine(g, tick, new Line2D.Double(x, top, x, bottom));
      g.setColor(Colours.FAINT_INK);
      centred(g, scale.label(tick), x, bottom + 17);
    }
    g.setColor(Colours.INK);
    centred(g, name, (left + right) / 2, bottom + AXIS_HEIGHT - 10);
  }

  static int width(Graphics2D g, String text) {
    return g.getFontMetrics().stringWidth(text);
  }

  static void centred(Graphics2D g, String text, double x, double y) {
    g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) y);
  }

  private static void gridLine(Graphics2D g, double tick, Line2D line) {
    Color colour = tick == 0 ? Colours.FAINT_INK : Colours.GRID;
    g.setColor(colour);
    g.setStroke(Strokes.solid(1));
    g.draw(line);
  }
}
