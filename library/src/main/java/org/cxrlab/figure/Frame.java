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
 * What all charts share: the title at the top left, and the legend in lines below it, where it
 * can't cover any data.
 */
record Frame(String title, List<Key> legend) {
  static final float TITLE_SIZE = 15;

  private static final int MARGIN = 14;
  private static final float LEGEND_SIZE = 12;
  private static final int LINE_HEIGHT = 20;
  private static final int SAMPLE = 22;
  private static final int GAP = 18;

  /** One entry of the legend. */
  record Key(String name, Color colour, Mark mark, BasicStroke stroke) {
    static Key line(String name, Color colour, BasicStroke stroke) {
      return new Key(name, colour, Mark.LINE, stroke);
    }

    static Key dot(String name, Color colour) {
      return new Key(name, colour, Mark.DOT, null);
    }

    static Key area(String name, Color colour) {
      return new Key(name, colour, Mark.AREA, null);
    }
  }

  /** What stands before a name in the legend. */
  enum Mark {
    LINE,
    DOT,
    AREA
  }

  /** The same with a drawing of our own in the room below title and legend. */
  Drawing with(Drawing body) {
    return (g, width, height) -> {
      paint(g, width);
      int y = height(g, width);
      var below = (Graphics2D) g.create();
      below.translate(0, y);
      body.paint(below, width, height - y);
      below.dispose();
    };
  }

  /** How much of the top of a chart this wide title and legend take. */
  int height(Graphics2D g, int width) {
    int lines = legendLines(g, width).size();
    return MARGIN + titleHeight(g, width) + lines * LINE_HEIGHT + (lines == 0 ? 0 : 6);
  }

  /** Paints title and legend. */
  void paint(Graphics2D g, int width) {
    g.setFont(Fonts.bold(TITLE_SIZE));
    g.setColor(Colours.INK);
    int y = MARGIN;
    for (String line : titleLines(g, width)) {
      g.drawString(line, MARGIN, y + TITLE_SIZE);
      y += (int) (TITLE_SIZE * 1.35);
    }
    y = MARGIN + titleHeight(g, width);
    for (List<Key> line : legendLines(g, width)) {
      paintLegend(g, line, y, columnWidth(g));
      y += LINE_HEIGHT;
    }
  }

  private List<String> titleLines(Graphics2D g, int width) {
    return title.isEmpty()
        ? List.of()
        : LineBreaks.wrap(title, g.getFontMetrics(Fonts.bold(TITLE_SIZE)), width - 2 * MARGIN);
  }

  private int titleHeight(Graphics2D g, int width) {
    int lines = titleLines(g, width).size();
    return lines == 0 ? 0 : lines * (int) (TITLE_SIZE * 1.35) + 6;
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
      switch (key.mark()) {
        case LINE -> {
          g.setStroke(key.stroke());
          g.draw(new Line2D.Double(x, middle, x + SAMPLE, middle));
        }
        case DOT -> g.fill(new Ellipse2D.Double(x + SAMPLE / 2.0 - 3.5, middle - 3.5, 7, 7));
        case AREA -> g.fill(new Rectangle2D.Double(x, middle - 5.5, SAMPLE, 11));
      }
      g.setColor(Colours.INK);
      g.drawString(key.name(), x + SAMPLE + 7, (float) middle + 4.3f);
    }
  }
}
