package org.cxrlab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.stream.DoubleStream;

/** Rows of dots over one axis, each with the mean and its interval below the dots. */
record Dots(String valueAxis, Scale scale, List<Row> rows, List<Reference> references)
    implements Drawing {
  /** Room above the rows for the names of the reference lines. */
  static final int REFERENCE_HEIGHT = 18;

  private static final double DOT = 9;
  private static final double TICK = 6;
  private static final int OPACITY = 130;

  /** A line that the rows are held against. */
  record Reference(String name, double value) {}

  record Row(String name, double[] values, double mean, double low, double high, Color colour) {
    /** All that must find room on the axis. */
    double[] numbers() {
      return DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(mean, low, high))
          .toArray();
    }
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(PlotArea.TEXT));
    FontMetrics m = g.getFontMetrics();
    int widest = rows.stream().mapToInt(r -> m.stringWidth(r.name)).max().orElse(0);
    double top = references.isEmpty() ? 4 : REFERENCE_HEIGHT;
    double left = PlotArea.MARGIN + widest + 2.0 * PlotArea.GAP;
    double last = m.stringWidth(scale.label(scale.high())) / 2.0;
    var area =
        new PlotArea(left, top, width - PlotArea.MARGIN - last - 4, height - PlotArea.AXIS_HEIGHT);
    area.lyingAxis(g, scale, valueAxis);
    references.forEach(r -> paint(g, area, r));
    double room = (area.bottom() - area.top()) / rows.size();
    for (int i = 0; i < rows.size(); i++) {
      paint(g, area, rows.get(i), area.top() + (i + 0.5) * room);
    }
  }

  private void paint(Graphics2D g, PlotArea area, Reference reference) {
    double x = area.x(scale, reference.value);
    g.setColor(Colours.FAINT_INK);
    g.setStroke(Strokes.dashed(1.3f));
    g.draw(new Line2D.Double(x, area.top(), x, area.bottom()));
    double half = g.getFontMetrics().stringWidth(reference.name) / 2.0;
    double centre = Math.max(area.left() + half, Math.min(area.right() - half, x));
    PlotArea.centred(g, reference.name, centre, area.top() - 6);
  }

  private void paint(Graphics2D g, PlotArea area, Row row, double middle) {
    g.setColor(Colours.INK);
    float end = (float) (area.left() - PlotArea.GAP);
    g.drawString(row.name, end - g.getFontMetrics().stringWidth(row.name), (float) middle + 4.3f);
    Color c = row.colour;
    g.setColor(new Color(c.getRed(), c.getGreen(), c.getBlue(), OPACITY));
    double dots = middle - 7;
    for (double value : row.values) {
      if (Double.isFinite(value)) {
        double x = area.x(scale, value);
        g.fill(new Ellipse2D.Double(x - DOT / 2, dots - DOT / 2, DOT, DOT));
      }
    }
    double line = middle + 7;
    g.setColor(c);
    if (Double.isFinite(row.low) && Double.isFinite(row.high)) {
      g.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
      double low = Math.max(area.left(), area.x(scale, row.low));
      double high = Math.min(area.right(), area.x(scale, row.high));
      g.draw(new Line2D.Double(low, line, high, line));
    }
    if (Double.isFinite(row.mean)) {
      g.setStroke(new BasicStroke(3.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
      double x = area.x(scale, row.mean);
      g.draw(new Line2D.Double(x, line - TICK, x, line + TICK));
    }
  }
}
