package org.cxrlab.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/**
 * Coloured cells with row names to the left and column names below, drawn by XChart in the house
 * style. The numbers in the cells are written here, as XChart has one colour for all of them, which
 * could not be read on dark and on pale cells alike.
 */
final class Matrix extends HeatMapChart {
  private static final float SIZE = 11.5f;
  private static final double GAP = 1.5;
  private static final int STOPS = 9;

  private final boolean whole;

  private Matrix(
      String title, List<String> rows, List<String> columns, double[][] values, int w, int h) {
    super(w, h, new HouseTheme());
    double[] finite =
        Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
    double most = Arrays.stream(finite).max().orElse(1);
    whole = Arrays.stream(finite).allMatch(v -> v == Math.rint(v));
    setTitle(title);
    styler.setLegendVisible(false);
    styler.setLocale(Locale.ROOT);
    styler.setDrawBorder(false);
    styler.setRangeColors(
        IntStream.range(0, STOPS)
            .mapToObj(i -> Colours.sequential(i / (STOPS - 1.0)))
            .toArray(Color[]::new));
    styler.setMin(0).setMax(most > 0 ? most : 1);
    styler.setPlotGridLinesVisible(false);
    styler.setAxisTickLabelsFont(Fonts.regular(SIZE));
    styler.setXAxisTickLabelsColor(Colours.INK).setYAxisTickLabelsColor(Colours.INK);
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    // Every name is written.
    styler.setXAxisMaxLabelCount(Math.max(2, Math.max(rows.size(), columns.size())));
    var metrics = new Surface().getFontMetrics(Fonts.regular(SIZE));
    int left = rows.stream().mapToInt(metrics::stringWidth).max().orElse(0) + 40;
    int widest = columns.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    boolean turned = widest > (w - left) / columns.size() - 6;
    if (turned) {
      styler.setXAxisLabelRotation(45).setXAxisLabelAlignment(TextAlignment.Right);
      styler.setXAxisLabelAlignmentVertical(TextAlignment.Right);
    }
    var cells = new ArrayList<Number[]>();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        if (Double.isFinite(values[r][c])) {
          cells.add(
              new Number[] {c, rows.size() - 1 - r, values[r][c]}); // XChart counts from below
        }
      }
    }
    if (cells.isEmpty()) {
      cells.add(null); // XChart wants a cell, and skips one that isn't there
    }
    var fromBelow = new ArrayList<>(BarChart.different(rows));
    Collections.reverse(fromBelow);
    addSeries("cells", BarChart.different(columns), fromBelow, cells);
    addAnnotation(new Cells());
  }

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
    int width = 180 + Math.max(44, 440 / colNames.size()) * colNames.size();
    int height = 150 + Math.max(28, Math.min(80, 240 / rowNames.size())) * rowNames.size();
    String alt =
        title
            + ": a matrix of "
            + String.join(", ", rowNames)
            + " against "
            + String.join(", ", colNames)
            + ".";
    return Chart.of(new Matrix(title, rowNames, colNames, values, width, height), alt);
  }

  @Override
  public synchronized void paint(Graphics2D g, int width, int height) {
    int outerWidth = getWidth();
    int outerHeight = getHeight();
    XStyle.paint(this, new XStyle.Layout(null, null, 4, 0, 0), g, width, height, super::paint);
    setWidth(outerWidth);
    setHeight(outerHeight);
  }

  /** The white lines between the cells, and the number in each. */
  private final class Cells extends Annotation {
    Cells() {
      super(false);
    }

    @Override
    public void paint(Graphics2D g) {
      int columns = getHeatMapSeries().getXData().size();
      int rows = getHeatMapSeries().getYData().size();
      double share = getStyler().getPlotContentSize();
      double plotWidth = getXAxisScreenValueForMax() - getXAxisScreenValueForMin();
      double plotHeight = getYAxisScreenValueForMax() - getYAxisScreenValueForMin();
      double left = getXAxisScreenValueForMin() + plotWidth * (1 - share) / 2;
      double top = getYAxisScreenValueForMin() + plotHeight * (1 - share) / 2;
      double cell = plotWidth * share / columns;
      double tall = plotHeight * share / rows;
      g.setColor(getStyler().getPlotBackgroundColor());
      g.setStroke(Strokes.solid((float) GAP));
      for (int c = 0; c <= columns; c++) {
        double x = left + c * cell;
        g.draw(new Line2D.Double(x, top, x, top + rows * tall));
      }
      for (int r = 0; r <= rows; r++) {
        double y = top + r * tall;
        g.draw(new Line2D.Double(left, y, left + columns * cell, y));
      }
      if (!isVisible) {
        return;
      }
      g.setFont(Fonts.regular(SIZE));
      for (Number[] value : getHeatMapSeries().getHeatData()) {
        if (value != null) {
          double number = value[2].doubleValue();
          double x = left + (value[0].intValue() + 0.5) * cell;
          double y = top + (rows - value[1].intValue() - 0.5) * tall;
          double place =
              (number - getHeatMapSeries().getMin())
                  / (getHeatMapSeries().getMax() - getHeatMapSeries().getMin());
          g.setColor(Colours.textOn(Colours.between(getStyler().getRangeColors(), place)));
          PlotArea.centred(g, whole ? Numbers.show((long) number) : Numbers.show(number), x, y + 4);
        }
      }
    }
  }
}
