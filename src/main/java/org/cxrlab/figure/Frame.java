package org.cxrlab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * What all charts share: the title at the top left, the legend in lines below it, where it can't
 * cover any data, and the chart's own drawing in the room that is left.
 */
record Frame(String title, List<Key> legend, Drawing body) implements Drawing {
  private static final int MARGIN = 14;
  private static final float TITLE_SIZE = 15;
  private static final float LEGEND_SIZE = 12;
  private static final int LINE_HEIGHT = 20;
  private static final int SAMPLE = 22;
  private static final int GAP = 18;

  /** One entry of the legend. */
  record Key(String name, Color colour, Plot.Style style) {}

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int y = MARGIN;
    if (!title.isEmpty()) {
      y = paintTitle(g, width, y);
    }
    for (List<Key> line : legendLines(g, width)) {
      paintLegend(g, line, y, columnWidth(g));
      y += LINE_HEIGHT;
    }
    y += legend.isEmpty() ? 0 : 6;
    var below = (Graphics2D) g.create();
    below.translate(0, y);
    body.paint(below, width, height - y);
    below.dispose();
  }

  private int paintTitle(Graphics2D g, int width, int top) {
    g.setFont(Fonts.bold(TITLE_SIZE));
    g.setColor(Colours.INK);
    int y = top;
    for (String line : Words.wrap(title, g.getFontMetrics(), width - 2 * MARGIN)) {
      g.drawString(line, MARGIN, y + TITLE_SIZE);
      y += (int) (TITLE_SIZE * 1.35);
    }
    return y + 6;
  }

  private List<List<Key>> legendLines(Graphics2D g, int width) {
    int perLine = Math.max(1, (width - 2 * MARGIN + GAP) / columnWidth(g));
    var lines = new ArrayList<List<Key>>();
    for (int i = 0; i < legend.size(); i += perLine) {
      lines.add(legend.subList(i, Math.min(legend.size(), i + perLine)));
    }
    return lines;
  }

  private int columnWidth(Graphics2D g) {
    Font font = Fonts.regular(LEGEND_SIZE);
    int widest =
        legend.stream().mapToInt(k -> g.getFontMetrics(font).stringWidth(k.name())).max().orElse(0);
    return SAMPLE + 7 + widest + GAP;
  }

  private static void paintLegend(Graphics2D g, List<Key> keys, int top, int columnWidth) {
    g.setFont(Fonts.regular(LEGEND_SIZE));
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      int x = MARGIN + i * columnWidth;
      double middle = top + LINE_HEIGHT / 2.0;
      g.setColor(key.colour());
      switch (key.style()) {
        case LINE -> line(g, x, middle, new BasicStroke(2.5f));
        case DASHED -> line(g, x, middle, Strokes.dashed(2f));
        case DOTTED -> line(g, x, middle, Strokes.dotted(2.5f));
        case POINTS -> g.fill(new Ellipse2D.Double(x + SAMPLE / 2.0 - 3.5, middle - 3.5, 7, 7));
        case AREA -> g.fill(new Rectangle2D.Double(x, middle - 5.5, SAMPLE, 11));
      }
      g.setColor(Colours.INK);
      g.drawString(key.name(), x + SAMPLE + 7, (float) middle + 4.3f);
    }
  }

  private static void line(Graphics2D g, int x, double y, BasicStroke stroke) {
    g.setStroke(stroke);
    g.draw(new Line2D.Double(x, y, x + SAMPLE, y));
  }
}
