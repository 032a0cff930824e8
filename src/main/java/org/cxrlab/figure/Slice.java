package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.List;

/** A dot for each case over the values of one axis, the one that lies highest in another colour. */
record Slice(ValueAxis x, ValueAxis y) implements Drawing {
  private static final double DOT = 9;

  static Chart chart(String title, ValueAxis x, ValueAxis y, int width, int height) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "The chart \"%s\" has %d values on one axis and %d on the other."
              .formatted(title, x.size(), y.size()));
    }
    String alt = "%s: %s of %d cases against %s.".formatted(title, y.title(), x.size(), x.title());
    return new Chart(new Frame(title, List.of(), new Slice(x, y)), width, height, alt);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(PlotArea.TEXT));
    FontMetrics m = g.getFontMetrics();
    Scale upright = y.scale(Math.max(2, height / 60));
    Scale lying = x.scale(Math.max(2, width / 90));
    var area =
        new PlotArea(
            PlotArea.axisWidth(m, upright),
            8,
            width - PlotArea.MARGIN - 10,
            height - PlotArea.AXIS_HEIGHT);
    area.uprightAxis(g, upright, y.title());
    if (x.isNamed()) {
      for (double tick : lying.ticks()) {
        g.setColor(Colours.INK);
        PlotArea.centred(g, x.label(lying, tick), area.x(lying, tick), area.bottom() + 17);
      }
      g.setColor(Colours.INK);
      PlotArea.centred(
          g,
          x.title(),
          (area.left() + area.right()) / 2,
          area.bottom() + PlotArea.AXIS_HEIGHT - 10);
    } else {
      area.lyingAxis(g, lying, x.title());
    }
    int best = -1;
    for (int i = 0; i < x.size(); i++) {
      if (drawable(i) && (best < 0 || y.value(i) > y.value(best))) {
        best = i;
      }
    }
    for (int i = 0; i < x.size(); i++) {
      if (drawable(i) && i != best) {
        dot(g, area, lying, upright, i, new Color(0, 0x72, 0xB2, 130));
      }
    }
    if (best >= 0) {
      dot(g, area, lying, upright, best, Colours.series(1));
    }
  }

  private boolean drawable(int i) {
    return Double.isFinite(x.value(i)) && Double.isFinite(y.value(i));
  }

  private void dot(Graphics2D g, PlotArea area, Scale lying, Scale upright, int i, Color colour) {
    g.setColor(colour);
    double cx = area.x(lying, x.value(i));
    double cy = area.y(upright, y.value(i));
    g.fill(new Ellipse2D.Double(cx - DOT / 2, cy - DOT / 2, DOT, DOT));
  }
}
