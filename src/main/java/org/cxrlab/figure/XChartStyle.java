package org.cxrlab.figure;

import java.awt.Color;
import org.knowm.xchart.style.AxesChartStyler;

/** The plain look that charts drawn by XChart have: grey grid, no frame, our own fonts. */
final class XChartStyle {
  private XChartStyle() {}

  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartTitleVisible(false);
    styler.setLegendVisible(false);
    styler.setChartPadding(12);
    styler.setPlotContentSize(1);
    styler.setPlotMargin(0);
    styler.setAxisTitleFont(Fonts.regular(12));
    styler.setAxisTickLabelsFont(Fonts.regular(11.5f));
    styler.setXAxisTitleColor(Colours.INK);
    styler.setYAxisTitleColor(Colours.INK);
    styler.setAxisTickLabelsColor(Colours.FAINT_INK);
    styler.setAxisTickMarksColor(Colours.FAINT_INK);
    styler.setAxisTickMarkLength(0);
    styler.setAxisTicksLineVisible(false);
    styler.setPlotGridLinesColor(Colours.GRID);
    styler.setPlotGridLinesStroke(Strokes.solid(1));
    styler.setMarkerSize(7);
    styler.setAnnotationLineColor(Colours.FAINT_INK);
    styler.setAnnotationLineStroke(Strokes.dotted(1));
    styler.setAntiAlias(true);
    styler.setLocale(java.util.Locale.ROOT);
  }
}
