package org.cxrlab.image;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Colours;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;

/**
 * Named boxes over a picture, immutable. The picture is drawn in the width that the reader sees, so
 * that lines and letters keep their size whatever the size of the film.
 *
 * <pre>{@code
 * Overlay.on(film).box(box, "Mass").width(420).toPicture("A mass in the right lung")
 * }</pre>
 */
public final class Overlay implements Showable {
  private static final float LETTERS = 12;
  private static final int LINE = 2;
  private static final int MARGIN = 4;

  /** Sky blue, orange and pink of the palette: they stand out best on grey. */
  private static final int[] ON_GREY = {5, 4, 3};

  private final BufferedImage base;
  private final String name;
  private final int width;
  private final List<NamedBox> boxes;

  private record NamedBox(Box box, String caption, Color colour) {}

  private Overlay(BufferedImage base, String name, int width, List<NamedBox> boxes) {
    this.base = base;
    this.name = name;
    this.width = width;
    this.boxes = List.copyOf(boxes);
  }

  /** Over a film, shown from its darkest to its brightest value in its own size. */
  public static Overlay on(GrayImage film) {
    return new Overlay(film.toBufferedImage(), film.name(), film.width(), List.of());
  }

  /** Over any picture, such as a film under a heat map, in its own size. */
  public static Overlay on(BufferedImage picture) {
    return new Overlay(picture, "", picture.getWidth(), List.of());
  }

  /** In this width; the height follows. Boxes stay in the pixels of the picture itself. */
  public Overlay width(int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("A picture can't be " + pixels + " pixels wide.");
    }
    return new Overlay(base, name, pixels, boxes);
  }

  /** With a box more, in a colour of its own. */
  public Overlay box(Box box, String caption) {
    return box(box, caption, Colours.series(ON_GREY[boxes.size() % ON_GREY.length]));
  }

  /**
   * With a box more.
   *
   * @param box in the pixels of the picture
   * @param caption written above the box, or within where there is no room; empty for none
   * @param colour of the line, and behind the caption
   */
  public Overlay box(Box box, String caption, Color colour) {
    List<NamedBox> more = new ArrayList<>(boxes);
    more.add(new NamedBox(box, caption, colour));
    return new Overlay(base, name, width, more);
  }

  /** The picture with its boxes. */
  public Picture toPicture(String alt) {
    double scale = (double) width / base.getWidth();
    int height = Math.max(1, (int) Math.round(base.getHeight() * scale));
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.drawImage(base, 0, 0, width, height, null);
      g.setFont(Fonts.bold(LETTERS));
      for (NamedBox named : boxes) {
        draw(g, named.box().scaled(scale, scale), named);
      }
    } finally {
      g.dispose();
    }
    return new Picture(image, alt);
  }

  private void draw(Graphics2D g, Box box, NamedBox named) {
    g.setColor(named.colour());
    g.setStroke(new BasicStroke(LINE));
    g.draw(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    if (named.caption().isEmpty()) {
      return;
    }
    FontMetrics metrics = g.getFontMetrics();
    double labelWidth = metrics.stringWidth(named.caption()) + 2.0 * MARGIN;
    double labelHeight = metrics.getHeight();
    double left = Math.max(0, Math.min(box.x() - LINE / 2.0, width - labelWidth));
    double top = box.y() < labelHeight ? box.y() : box.y() - labelHeight;
    g.fill(new Rectangle2D.Double(left, top, labelWidth, labelHeight));
    g.setColor(Color.BLACK);
    g.drawString(named.caption(), (float) left + MARGIN, (float) (top + metrics.getAscent()));
  }

  @Override
  public Figure figure() {
    String film = name.isEmpty() ? "A picture" : "Film " + name;
    List<String> captions =
        boxes.stream().map(NamedBox::caption).filter(caption -> !caption.isEmpty()).toList();
    return toPicture(
        captions.isEmpty() ? film : film + " with boxes: " + String.join(", ", captions));
  }
}
