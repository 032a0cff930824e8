package org.cxrlab.figure;

import java.awt.image.BufferedImage;
import org.knowm.xchart.BitmapEncoder;

/**
 * A chart drawn by XChart.
 *
 * @param xchart the chart, styled; made by {@code Charts}
 * @param alt alternative text: what the chart shows, in one sentence
 */
public record Chart(org.knowm.xchart.internal.chartpart.Chart<?, ?> xchart, String alt)
    implements Figure {
  /** The chart as a raster picture. */
  public BufferedImage image() {
    return BitmapEncoder.getBufferedImage(xchart);
  }

  @Override
  public String html() {
    return new Picture(image(), alt).html();
  }

  @Override
  public String text() {
    return "[chart: " + alt + "]";
  }
}
