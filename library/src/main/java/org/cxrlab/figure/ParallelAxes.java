package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Upright axes side by side and a line through them for each case (Inselberg, 1985), the darker the
 * more of the last axis it has, and the case with the most of it in another colour.
 */
record ParallelAxes(List<ValueAxis> axes) implements Drawing {
  private static final Color BEST = Colours.series(1);
  private static final double PALEST = 0.22;
  private static final int TITLE = 24;

  static Chart chart(String title, List<ValueAxis> axes, int width, int height) {
    if (axes.size() < 2 || axes.stream().anyMatch(a -> a.size() != axes.get(0).size())) {
      throw new IllegalArgumentException(
          "The chart \"" + title + "\" needs at least two axes with as many values each.");
    }
    String alt =
        title
            + ": a line for each of "
            + axes.get(0).size()
            + " cases through "
            + String.join(", ", axes.stream().map(ValueAxis::title).toList())
            + ".";
    return new Chart(
        new Frame(title, List.of()).with(new ParallelAxes(List.copyOf(axes))), width, height, alt);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(PlotArea.TEXT));
    FontMetrics m = g.getFontMetrics();
    List<Scale> scales = axes.stream().map(a -> a.scale(Math.max(2, height / 60))).toList();
    int last = axes.size() - 1;
    double left = PlotArea.MARGIN + labelWidth(m, 0, scales.get(0)) + PlotArea.GAP;
    // The titles of the outer axes are centred on them and must not be cut off.
    left = Math.max(left, PlotArea.MARGIN + m.stringWidth(axes.get(0).title()) / 2.0);
    double right =
        width - PlotArea.MARGIN - Math.max(12, m.stringWidth(axes.get(last).title()) / 2.0);
    var area = new PlotArea(left, TITLE, right, height - PlotArea.MARGIN);
    double gap = (right - left) / last;
    ValueAxis score = axes.get(last);
    List<Integer> order =
        IntStream.range(0, score.size())
            .boxed()
            .filter(i -> Double.isFinite(score.value(i)))
            .sorted(Comparator.comparingDouble(score::value))
            .toList();
    for (int place = 0; place < order.size(); place++) {
      boolean best = place == order.size() - 1;
      double share = order.size() == 1 ? 1 : place / (order.size() - 1.0);
      g.setColor(best ? BEST : Colours.sequential(PALEST + (1 - PALEST) * share));
      g.setStroke(Strokes.solid(best ? 3 : 1.6f));
      g.draw(line(area, scales, gap, order.get(place)));
    }
    for (int a = 0; a <= last; a++) {
      double x = left + a * gap;
      g.setColor(Colours.FAINT_INK);
      g.setStroke(Strokes.solid(1.2f));
      g.draw(new Line2D.Double(x, area.top(), x, area.bottom()));
      for (double tick : scales.get(a).ticks()) {
        double y = area.y(scales.get(a), tick);
        g.setColor(Colours.FAINT_INK);
        g.draw(new Line2D.Double(x - 4, y, x + 4, y));
        label(g, axes.get(a).label(scales.get(a), tick), x - PlotArea.GAP, y);
      }
      g.setColor(Colours.INK);
      PlotArea.centred(g, axes.get(a).title(), x, area.top() - 10);
    }
  }

  /** A tick's label, on a pale ground so that lines don't run through it. */
  private static void label(Graphics2D g, String text, double right, double middle) {
    FontMetrics m = g.getFontMetrics();
    int width = m.stringWidth(text);
    g.setColor(new Color(255, 255, 255, 205));
    g.fill(new Rectangle2D.Double(right - width - 2, middle - 8, width + 4, 16));
    g.setColor(Colours.INK);
    g.drawString(text, (float) (right - width), (float) middle + 4.3f);
  }

  private double labelWidth(FontMetrics m, int axis, Scale scale) {
    return scale.ticks().stream()
        .mapToInt(t -> m.stringWidth(axes.get(axis).label(scale, t)))
        .max()
        .orElse(0);
  }

  /** Through the axes on which the case has a value. */
  private Path2D line(PlotArea area, List<Scale> scales, double gap, int which) {
    var path = new Path2D.Double();
    boolean pen = false;
    for (int a = 0; a < axes.size(); a++) {
      double value = axes.get(a).value(which);
      if (Double.isFinite(value)) {
        double x = area.left() + a * gap;
        double y = area.y(scales.get(a), value);
        if (pen) {
          path.lineTo(x, y);
        } else {
          path.moveTo(x, y);
        }
        pen = true;
      } else {
        pen = false;
      }
    }
    return path;
  }
}
