package org.cxrlab.figure;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/** What stands where a chart would: its title, and why there is nothing to draw. */
final class NothingToDraw {
  private static final float SIZE = 13;
  private static final int MARGIN = 14;
  private static final int LINE_HEIGHT = 20;

  private NothingToDraw() {}

  static Chart chart(String title, String why, int width) {
    var frame = new Frame(title, List.of());
    // Only a surface knows how wide letters are, and so how many lines there will be.
    var g = new Surface();
    int height = frame.height(g, width) + LINE_HEIGHT * lines(g, why, width).size() + MARGIN;
    return new Chart(
        frame.with((to, w, h) -> paint(to, why, w)), width, height, title + ": " + why);
  }

  private static List<String> lines(Graphics2D g, String why, int width) {
    FontMetrics metrics = g.getFontMetrics(Fonts.regular(SIZE));
    return LineBreaks.wrap(why, metrics, width - 2 * MARGIN);
  }

  private static void paint(Graphics2D g, String why, int width) {
    g.setFont(Fonts.regular(SIZE));
    g.setColor(Colours.INK);
    int y = 0;
    for (String line : lines(g, why, width)) {
      y += LINE_HEIGHT;
      g.drawString(line, MARGIN, y - 5);
    }
  }
}
