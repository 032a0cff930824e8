package org.cxrlab.figure;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;

/** Coloured cells with their numbers, row names to the left and column names above. */
record Matrix(List<String> rowNames, List<String> colNames, double[][] values) implements Drawing {
  private static final float SIZE = 11.5f;
  private static final int MARGIN = 14;
  private static final int GAP = 8;

  static Chart of(String title, List<String> rowNames, List<String> colNames, double[][] values) {
    if (values.length != rowNames.size()
        || values.length == 0
        || Arrays.stream(values).anyMatch(r -> r.length != colNames.size())) {
      throw new IllegalArgumentException(
          "The matrix \""
              + title
              + "\" needs "
              + rowNames.size()
              + " rows of "
              + colNames.size()
              + " values, one for each name.");
    }
    double[][] copy = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    var matrix = new Matrix(List.copyOf(rowNames), List.copyOf(colNames), copy);
    int width = 180 + Math.max(44, 440 / colNames.size()) * colNames.size();
    int height = 150 + Math.max(28, Math.min(80, 240 / rowNames.size())) * rowNames.size();
    String alt =
        title
            + ": a matrix of "
            + String.join(", ", rowNames)
            + " against "
            + String.join(", ", colNames)
            + ".";
    return new Chart(new Frame(title, List.of(), matrix), width, height, alt);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setFont(Fonts.regular(SIZE));
    FontMetrics m = g.getFontMetrics();
    int left = MARGIN + rowNames.stream().mapToInt(m::stringWidth).max().orElse(0) + GAP;
    double cell = (width - MARGIN - left) / (double) colNames.size();
    int widest = colNames.stream().mapToInt(m::stringWidth).max().orElse(0);
    boolean turned = widest > cell - 6;
    if (turned) {
      cell -= overhang(m, cell) / colNames.size();
    }
    int top = turned ? (int) (widest * 0.71) + 14 : 22;
    double rowHeight = (height - MARGIN - top) / (double) rowNames.size();
    double most =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    boolean whole =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .allMatch(v -> v == Math.rint(v));
    for (int c = 0; c < colNames.size(); c++) {
      paintColumnName(g, colNames.get(c), left + (c + 0.5) * cell, top - GAP, turned);
    }
    for (int r = 0; r < rowNames.size(); r++) {
      double middle = top + (r + 0.5) * rowHeight;
      g.setColor(Colours.INK);
      String name = rowNames.get(r);
      g.drawString(name, left - GAP - m.stringWidth(name), (float) middle + 4);
      for (int c = 0; c < colNames.size(); c++) {
        double value = values[r][c];
        if (Double.isFinite(value)) {
          Color colour = Colours.sequential(most > 0 ? value / most : 0);
          g.setColor(colour);
          g.fill(
              new Rectangle2D.Double(
                  left + c * cell + 0.75, top + r * rowHeight + 0.75, cell - 1.5, rowHeight - 1.5));
          String text = whole ? Numbers.show((long) value) : Numbers.show(value);
          g.setColor(value / most > 0.55 ? Color.WHITE : Colours.INK);
          g.drawString(
              text,
              (float) (left + (c + 0.5) * cell - m.stringWidth(text) / 2.0),
              (float) middle + 4);
        }
      }
    }
  }

  /** How far turned column names reach out to the right of the last column. */
  private double overhang(FontMetrics m, double cell) {
    double most = 0;
    for (int c = 0; c < colNames.size(); c++) {
      double room = (colNames.size() - c - 0.5) * cell;
      most = Math.max(most, m.stringWidth(colNames.get(c)) * Math.sqrt(0.5) - room);
    }
    return most;
  }

  private static void paintColumnName(
      Graphics2D g, String name, double x, double y, boolean turned) {
    if (turned) {
      PlotArea.turned(g, x, y, -Math.PI / 4, () -> g.drawString(name, 0, 0));
    } else {
      g.setColor(Colours.INK);
      PlotArea.centred(g, name, x, y);
    }
  }
}
