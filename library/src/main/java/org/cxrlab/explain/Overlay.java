package org.cxrlab.explain;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Colours;
import org.cxrlab.figure.Drawing;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;

/**
 * A map drawn over its film: heading, film, scale of colours. The higher the value, the more solid
 * its colour, so that the film stays to be seen where the map says nothing.
 *
 * @param box what the boxes are
 * @param map after ReLU
 */
record Overlay(
    GrayImage image,
    String heading,
    String method,
    String box,
    List<Box> boxes,
    SaliencyMap map,
    double opacity)
    implements Drawing {
  private static final float TEXT = 13;
  private static final int HEAD = 40;
  private static final int FOOT = 40;
  private static final int SCALE_HEIGHT = 12;
  private static final int SCALE_SAMPLES = 256;

  /** Pixels of the map's picture; the surface smooths it further. */
  private static final int MAP_PIXELS = 320;

  Chart chart(int width, String alt) {
    return new Chart(this, width, HEAD + pictureHeight(width) + FOOT, alt);
  }

  private int pictureHeight(int width) {
    return Math.round((float) width * image.height() / image.width());
  }

  @Override
  public boolean isPhotographic() {
    return true;
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    int below = HEAD + pictureHeight(width);
    g.setColor(Colours.INK);
    g.setFont(Fonts.bold(TEXT));
    g.drawString(heading, 0, 14);
    g.setColor(Colours.FAINT_INK);
    g.setFont(Fonts.regular(TEXT - 1));
    g.drawString(method, 0, 31);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image.toBufferedImage(), 0, HEAD, width, pictureHeight(width), null);
    if (map.max() > 0) {
      g.drawImage(heat(), 0, HEAD, width, pictureHeight(width), null);
    }
    for (Box box : boxes) {
      paintBox(g, box.scaled((double) width / image.width(), (double) width / image.width()));
    }
    if (map.max() > 0) {
      paintScale(g, width, below + 8);
    } else {
      paintNothing(g, width, below);
    }
  }

  private BufferedImage heat() {
    SaliencyMap large = map.resized(MAP_PIXELS, MAP_PIXELS);
    float max = map.max();
    var heat = new BufferedImage(MAP_PIXELS, MAP_PIXELS, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < MAP_PIXELS; y++) {
      for (int x = 0; x < MAP_PIXELS; x++) {
        heat.setRGB(x, y, colour(large.at(x, y) / max).getRGB());
      }
    }
    return heat;
  }

  private Color colour(double share) {
    Color solid = Colours.heat(share);
    int alpha = (int) Math.round(255 * opacity * Math.min(1, Math.max(0, share)));
    return new Color(solid.getRed(), solid.getGreen(), solid.getBlue(), alpha);
  }

  /** White on black, so that it can be told on lung and on bone. */
  private static void paintBox(Graphics2D g, Box box) {
    var outline = new Rectangle2D.Double(box.x(), HEAD + box.y(), box.width(), box.height());
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(3));
    g.draw(outline);
    g.setColor(Color.WHITE);
    g.setStroke(
        new BasicStroke(
            1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0));
    g.draw(outline);
  }

  /** The colours from zero to the highest value as they look on middle grey. */
  private void paintScale(Graphics2D g, int width, int top) {
    g.setColor(Color.GRAY);
    g.fill(new Rectangle2D.Double(0, top, width, SCALE_HEIGHT));
    var colours = new BufferedImage(SCALE_SAMPLES, 1, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < SCALE_SAMPLES; i++) {
      colours.setRGB(i, 0, colour(i / (SCALE_SAMPLES - 1.0)).getRGB());
    }
    g.drawImage(colours, 0, top, width, SCALE_HEIGHT, null);
    g.setColor(Colours.FAINT_INK);
    g.setFont(Fonts.regular(TEXT - 2));
    FontMetrics metrics = g.getFontMetrics();
    int baseline = top + SCALE_HEIGHT + 14;
    String highest = Text.format("%.3g", map.max());
    g.drawString("0", 0, baseline);
    g.drawString(highest, width - metrics.stringWidth(highest), baseline);
    if (!boxes.isEmpty()) {
      String legend = "dashed: " + box;
      g.drawString(legend, (width - metrics.stringWidth(legend)) / 2, baseline);
    }
  }

  private static void paintNothing(Graphics2D g, int width, int below) {
    g.setFont(Fonts.bold(TEXT));
    g.setColor(new Color(0, 0, 0, 170));
    g.fill(new Rectangle2D.Double(0, below - 34.0, width, 34));
    g.setColor(Color.WHITE);
    String text = "The map is zero everywhere.";
    g.drawString(text, (width - g.getFontMetrics().stringWidth(text)) / 2, below - 12);
    g.setColor(Colours.FAINT_INK);
    g.setFont(Fonts.regular(TEXT - 2));
    g.drawString("No part of the film speaks for this label at this layer.", 0, below + 18);
  }
}
