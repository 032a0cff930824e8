package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
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
  private static final float SIZE = 12;
  private static final int MARGIN = 14;
  private static final int GAP = 8;
  private static final double GROUP_SHARE = 0.74;

  record Series(String name, double[] values, Color colour) {}

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(SIZE));
    if (horizontal) {
      paintLying(g, width, height);
    } else {
      paintStanding(g, width, height);
    }
  }

  private void paintLying(Graphics2D g, int width, int height) {
    FontMetrics m = g.getFontMetrics();
    int left = MARGIN + widest(m) + GAP;
    int right = width - MARGIN - (values == null ? 12 : widestValue(m) + 4);
    int bottom = height - 46;
    Scale scale = scale(Math.max(2, (right - left) / 90));
    for (double tick : scale.ticks()) {
      double x = left + scale.place(tick) * (right - left);
      g.setColor(tick == 0 ? Colours.FAINT_INK : Colours.GRID);
      g.setStroke(Strokes.solid(1));
      g.draw(new Line2D.Double(x, 4, x, bottom));
      g.setColor(Colours.FAINT_INK);
      centred(g, scale.label(tick), x, bottom + 16);
    }
    g.setColor(Colours.INK);
    centred(g, valueAxis, (left + right) / 2.0, height - 10);
    double room = (bottom - 4) / (double) names.size();
    double thick = room * GROUP_SHARE / series.size();
    for (int i = 0; i < names.size(); i++) {
      double top = 4 + i * room + room * (1 - GROUP_SHARE) / 2;
      g.setColor(Colours.INK);
      double baseline = 4 + (i + 0.5) * room + 4.3;
      g.drawString(names.get(i), left - GAP - m.stringWidth(names.get(i)), (float) baseline);
      for (Series s : series) {
        double value = s.values[i];
        if (Double.isFinite(value)) {
          double zero = left + scale.place(0) * (right - left);
          double end = left + scale.place(value) * (right - left);
          g.setColor(s.colour);
          g.fill(new Rectangle2D.Double(Math.min(zero, end), top, Math.abs(end - zero), thick));
          if (values != null) {
            g.setColor(Colours.FAINT_INK);
            g.setFont(Fonts.regular(Math.min(SIZE - 1, (float) thick)));
            g.drawString(
                values.apply(value),
                (float) Math.max(zero, end) + 4,
                (float) (top + thick / 2 + g.getFont().getSize2D() * 0.36));
            g.setFont(Fonts.regular(SIZE));
          }
        }
        top += thick;
      }
    }
  }

  private void paintStanding(Graphics2D g, int width, int height) {
    FontMetrics m = g.getFontMetrics();
    int top = values == null ? 8 : 22;
    Scale scale = scale(6);
    int labels =
        scale.ticks().stream().mapToInt(t -> m.stringWidth(scale.label(t))).max().orElse(0);
    int left = MARGIN + 20 + labels + GAP;
    int right = width - MARGIN;
    double room = (right - left) / (double) names.size();
    List<List<String>> wrapped =
        names.stream().map(n -> Words.wrap(n, m, (int) (room - 6))).toList();
    int lines = wrapped.stream().mapToInt(List::size).max().orElse(1);
    int bottom = height - MARGIN - 16 * lines - 4;
    for (double tick : scale.ticks()) {
      double y = bottom - scale.place(tick) * (bottom - top);
      g.setColor(tick == 0 ? Colours.FAINT_INK : Colours.GRID);
      g.setStroke(Strokes.solid(1));
      g.draw(new Line2D.Double(left, y, right, y));
      g.setColor(Colours.FAINT_INK);
      String label = scale.label(tick);
      g.drawString(label, left - GAP - m.stringWidth(label), (float) y + 4.3f);
    }
    var turned = (Graphics2D) g.create();
    turned.setColor(Colours.INK);
    turned.translate(MARGIN + 10, (top + bottom) / 2.0);
    turned.rotate(-Math.PI / 2);
    centred(turned, valueAxis, 0, 0);
    turned.dispose();
    double thick = room * GROUP_SHARE / series.size();
    for (int i = 0; i < names.size(); i++) {
      double x = left + i * room + room * (1 - GROUP_SHARE) / 2;
      g.setColor(Colours.INK);
      for (int line = 0; line < wrapped.get(i).size(); line++) {
        centred(g, wrapped.get(i).get(line), left + (i + 0.5) * room, bottom + 18 + 16 * line);
      }
      for (Series s : series) {
        double value = s.values[i];
        if (Double.isFinite(value)) {
          double zero = bottom - scale.place(0) * (bottom - top);
          double end = bottom - scale.place(value) * (bottom - top);
          g.setColor(s.colour);
          g.fill(new Rectangle2D.Double(x, Math.min(zero, end), thick, Math.abs(end - zero)));
          if (values != null) {
            g.setColor(Colours.FAINT_INK);
            g.setFont(Fonts.regular(SIZE - 1));
            centred(g, values.apply(value), x + thick / 2, Math.min(zero, end) - 5);
            g.setFont(Fonts.regular(SIZE));
          }
        }
        x += thick;
      }
    }
  }

  private Scale scale(int ticks) {
    DoubleStream finite =
        series.stream().flatMapToDouble(s -> Arrays.stream(s.values)).filter(Double::isFinite);
    var range = finite.summaryStatistics();
    return range.getCount() == 0
        ? Scale.from(0, 1, ticks)
        : Scale.from(range.getMin(), range.getMax(), ticks);
  }

  private int widest(FontMetrics m) {
    return names.stream().mapToInt(m::stringWidth).max().orElse(0);
  }

  private int widestValue(FontMetrics m) {
    return series.stream()
        .flatMapToDouble(s -> Arrays.stream(s.values))
        .filter(Double::isFinite)
        .mapToInt(v -> m.stringWidth(values.apply(v)))
        .max()
        .orElse(0);
  }

  private static void centred(Graphics2D g, String text, double x, double y) {
    g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text) / 2.0), (float) y);
  }
}
