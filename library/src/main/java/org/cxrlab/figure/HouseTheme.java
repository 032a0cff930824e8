package org.cxrlab.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.AbstractBaseTheme;

/** How charts of XChart look here: the typeface, colours and lines of every figure. */
final class HouseTheme extends AbstractBaseTheme {
  @Override
  public Font getBaseFont() {
    return Fonts.regular(PlotArea.TEXT);
  }

  @Override
  public Font getAxisTitleFont() {
    return getBaseFont();
  }

  @Override
  public Font getLegendFont() {
    return getBaseFont();
  }

  @Override
  public Font getChartTitleFont() {
    return Fonts.bold(Frame.TITLE_SIZE);
  }

  @Override
  public Font getAnnotationTextFont() {
    return getBaseFont();
  }

  @Override
  public Font getAnnotationTextPanelFont() {
    return getBaseFont();
  }

  @Override
  public Color getAnnotationTextFontColor() {
    return Colours.INK;
  }

  @Override
  public Color getAnnotationLineColor() {
    return Colours.FAINT_INK;
  }

  @Override
  public Color getChartFontColor() {
    return Colours.INK;
  }

  @Override
  public Color getAxisTickLabelsColor() {
    return Colours.FAINT_INK;
  }

  @Override
  public Color[] getSeriesColors() {
    var all = new Color[Colours.count()];
    for (int i = 0; i < all.length; i++) {
      all[i] = Colours.series(i);
    }
    return all;
  }

  @Override
  public Marker[] getSeriesMarkers() {
    return new Marker[] {SeriesMarkers.NONE};
  }

  @Override
  public BasicStroke[] getSeriesLines() {
    return new BasicStroke[] {Strokes.solid(2)};
  }

  @Override
  public Color getLegendBorderColor() {
    return Colours.GRID;
  }

  @Override
  public int getChartPadding() {
    return PlotArea.MARGIN;
  }

  @Override
  public int getPlotMargin() {
    return 0;
  }

  /** Not quite all, so that lines along an edge keep their full thickness. */
  @Override
  public double getPlotContentSize() {
    return 0.985;
  }

  @Override
  public boolean isPlotBorderVisible() {
    return false;
  }

  @Override
  public boolean isPlotTicksMarksVisible() {
    return false;
  }

  @Override
  public Color getPlotGridLinesColor() {
    return Colours.GRID;
  }

  @Override
  public BasicStroke getPlotGridLinesStroke() {
    return Strokes.solid(1);
  }

  @Override
  public boolean isAxisTicksLineVisible() {
    return false;
  }

  @Override
  public boolean isAxisTicksMarksVisible() {
    return false;
  }

  @Override
  public int getAxisTickMarkLength() {
    return 0;
  }

  @Override
  public int getAxisTickPadding() {
    return PlotArea.GAP;
  }

  @Override
  public int getAxisTitlePadding() {
    return 10;
  }

  @Override
  public double getAvailableSpaceFill() {
    return 0.74;
  }

  @Override
  public boolean isErrorBarsColorSeriesColor() {
    return true;
  }

  /** A line that is not drawn: of areas and points. */
  static BasicStroke none() {
    return SeriesLines.NONE;
  }
}
