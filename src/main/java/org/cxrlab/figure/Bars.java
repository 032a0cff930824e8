package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Bars and their two axes. XChart has no lying bars and turns or cuts long names under upright
 * ones, so both are drawn here.
 *
 * @param values how the value at a bar's end is written, or null for none
 */
record Bars(
    String valueAxis,
    List<String> names,
    List<Series> series,
    DoubleFunction<String> values,
    boolean horizontal)
    implements Drawing {
  private static final int MARGIN = PlotArea.MARGIN;
  private static final int GAP = PlotArea.GAP;
  private static final int LINE_HEIGHT = 16;
  private static final double GROUP_SHARE = 0.74;

  record Series(String name, double[] values, Color colour) {}

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(PlotArea.TEXT));
    if (horizontal) {
      paintLying(g, width, height);
    } else {
      paintStanding(g, width, height);
    }
  }

  private void paintLying(Graphics2D g, int width, int height) {
    FontMetrics m = g.getFontMetrics();
    int left = MARGIN + names.stream().mapToInt(m::stringWidth).max().orElse(0) + GAP;
    int right = width - MARGIN - Math.max(12, widestValue(m) + 4);
    var area = new PlotArea(left, 4, right, height - PlotArea.AXIS_HEIGHT);
    Scale scale = scale(Math.max(2, (right - left) / 90));
    area.lyingAxis(g, scale, valueAxis);
    double room = (area.bottom() - area.top()) / names.size();
    double thick = room * GROUP_SHARE / series.size();
    double zero = area.x(scale, 0);
    for (int i = 0; i < names.size(); i++) {
      double middle = area.top() + (i + 0.5) * room;
      g.setColor(Colours.INK);
      g.drawString(names.get(i), left - GAP - m.stringWidth(names.get(i)), (float) middle + 4.3f);
      double top = middle - room * GROUP_SHARE / 2;
      for (Series s : series) {
        double value = s.values[i];
        if (Double.isFinite(value)) {
          double end = area.x(scale, value);
          g.setColor(s.colour);
          g.fill(new Rectangle2D.Double(Math.min(zero, end), top, Math.abs(end - zero), thick));
          String text = text(value);
          double x = value < 0 ? end - 4 - m.stringWidth(text) : end + 4;
          g.setColor(Colours.FAINT_INK);
          g.drawString(text, (float) x, (float) (top + thick / 2 + 4.3));
        }
        top += thick;
      }
    }
  }

  private void paintStanding(Graphics2D g, int width, int height) {
    FontMetrics m = g.getFontMetrics();
    Scale scale = scale(6);
    int left = PlotArea.axisWidth(m, scale);
    double room = (width - MARGIN - left) / (double) names.size();
    List<List<String>> wrapped =
        names.stream().map(n -> Words.wrap(n, m, (int) (room - 6))).toList();
    if (wrapped.stream().flatMap(List::stream).anyMatch(w -> m.stringWidth(w) > room)) {
      paintLying(g, width, height); // a name would run into the next
      return;
    }
    int lines = wrapped.stream().mapToInt(List::size).max().orElse(1);
    int top = values == null ? 8 : 22;
    var area = new PlotArea(left, top, width - MARGIN, height - MARGIN - 4 - LINE_HEIGHT * lines);
    area.uprightAxis(g, scale, valueAxis);
    double thick = room * GROUP_SHARE / series.size();
    double zero = area.y(scale, 0);
    for (int i = 0; i < names.size(); i++) {
      double middle = left + (i + 0.5) * room;
      g.setColor(Colours.INK);
      for (int line = 0; line < wrapped.get(i).size(); line++) {
        double y = area.bottom() + 18 + LINE_HEIGHT * line;
        PlotArea.centred(g, wrapped.get(i).get(line), middle, y);
      }
      double x = middle - room * GROUP_SHARE / 2;
      for (Series s : series) {
        double value = s.values[i];
        if (Double.isFinite(value)) {
          double end = area.y(scale, value);
          g.setColor(s.colour);
          g.fill(new Rectangle2D.Double(x, Math.min(zero, end), thick, Math.abs(end - zero)));
          g.setColor(Colours.FAINT_INK);
          PlotArea.centred(g, text(value), x + thick / 2, value < 0 ? end + 15 : end - 5);
        }
        x += thick;
      }
    }
  }

  private String text(double value) {
    return values == null ? "" : values.apply(value);
  }

  /** The axis holds 0, and room for what is written at bars that reach below it. */
  private Scale scale(int ticks) {
    var range = finite().summaryStatistics();
    if (range.getCount() == 0) {
      return Scale.around(0, 1, ticks);
    }
    double high = Math.max(0, range.getMax());
    double low = Math.min(0, range.getMin());
    double written = values != null && low < 0 ? 0.1 * (high - low) : 0;
    return Scale.around(low - written, high, ticks);
  }

  private int widestValue(FontMetrics m) {
    return finite().mapToInt(v -> m.stringWidth(text(v))).max().orElse(0);
  }

  private DoubleStream finite() {
    return series.stream().flatMapToDouble(s -> Arrays.stream(s.values)).filter(Double::isFinite);
  }
}
