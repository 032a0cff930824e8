package org.cxrlab.figure;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.cxrlab.disk.WholeFile;
import org.knowm.xchart.internal.chartpart.AxesChart;

/**
 * A chart: a drawing of a certain size. {@link Charts} makes them.
 *
 * @param drawing paints the chart; it gives the same result each time
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param alt alternative text: what the chart shows, in one sentence
 */
public record Chart(Drawing drawing, int width, int height, String alt) implements Figure {
  /** Pixels of the raster picture for each CSS pixel, so that it is crisp on dense screens. */
  private static final int DENSITY = 2;

  /** Checks the size. */
  public Chart {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "A chart of " + width + " x " + height + " pixels can't be drawn; give a larger size.");
    }
  }

  /** What XChart draws, as a chart. */
  static Chart of(AxesChart<?, ?> chart, String alt) {
    return new Chart(new XDrawing(chart), chart.getWidth(), chart.getHeight(), alt);
  }

  /** A drawing by XChart. */
  private record XDrawing(AxesChart<?, ?> chart) implements Drawing {
    @Override
    public void paint(Graphics2D g, int width, int height) {
      chart.paint(g, width, height);
    }
  }

  /**
   * The chart as the object of XChart that draws it, to change whatever XChart can change: {@code
   * chart.xchart().getStyler().setYAxisMax(0.5)}. This chart then shows the change, and so does the
   * object itself in a cell. It is an {@code XYChart} for curves, points and histograms, a {@code
   * HorizontalBarChart} or {@code CategoryChart} for bars and a {@code HeatMapChart} for a matrix;
   * its series have the names that the legend shows.
   *
   * @throws IllegalArgumentException if XChart does not draw charts of this kind
   */
  public AxesChart<?, ?> xchart() {
    if (drawing instanceof XDrawing theirs) {
      return theirs.chart;
    }
    throw new IllegalArgumentException(
        "This chart is not drawn by XChart, which has no chart of its kind, so there is no XChart"
            + " object to change: "
            + alt);
  }

  /** The chart as a raster picture, twice as wide and high as the chart is shown. */
  public BufferedImage image() {
    var image = new BufferedImage(DENSITY * width, DENSITY * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.scale(DENSITY, DENSITY);
      paint(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  /** The chart as an SVG document. Text is drawn as outlines, so it needs no font to be there. */
  public String svg() {
    var g = new Surface();
    paint(g);
    var out = new ByteArrayOutputStream();
    try {
      Processors.get("svg").getDocument(g.getCommands(), new PageSize(width, height)).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * Writes the chart to a file and returns its path.
   *
   * @param file ends in {@code .png} or {@code .svg}
   * @throws IllegalArgumentException if it ends in something else
   */
  public Path save(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return picture().save(file);
    }
    if (!name.endsWith(".svg")) {
      throw new IllegalArgumentException(
          "A chart is saved as .png or .svg; rename " + file + " to end in one of them.");
    }
    return WholeFile.write(file, svg());
  }

  @Override
  public String html() {
    return drawing.isPhotographic() ? picture().photoHtml(width) : picture().html(width);
  }

  @Override
  public String text() {
    return "[chart: " + alt + "]";
  }

  /** The chart as a raster picture with its alternative text. */
  public Picture picture() {
    return new Picture(image(), alt);
  }

  private void paint(Graphics2D g) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    drawing.paint(g, width, height);
  }
}
