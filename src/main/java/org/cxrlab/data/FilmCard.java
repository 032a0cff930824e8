package org.cxrlab.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Colours;
import org.cxrlab.figure.Drawing;
import org.cxrlab.figure.Fonts;
import org.cxrlab.image.Box;
import org.cxrlab.image.GrayImage;

/**
 * A film on white: the picture with its boxes, below it the findings and the patient. A picture
 * that can't be read is a grey field with the reason.
 */
final class FilmCard implements Drawing {
  private static final float TEXT = 12;
  private static final int LINE = 16;
  private static final int GAP = 6;
  private static final Color NO_PICTURE = new Color(0xDDDDDD);

  private final Film film;
  private final BufferedImage picture;
  private final String complaint;
  private final int pictureHeight;

  private FilmCard(Film film, int width) {
    this.film = film;
    BufferedImage image = null;
    String reason = "";
    try {
      image = GrayImage.read(film.path()).toBufferedImage();
    } catch (UncheckedIOException e) {
      reason = e.getMessage();
    }
    picture = image;
    complaint = reason;
    pictureHeight =
        image == null ? width : Math.round((float) width * image.getHeight() / image.getWidth());
  }

  /** A card for a grid. */
  static Chart small(Film film) {
    return card(film, 220);
  }

  /** A card on its own. */
  static Chart large(Film film) {
    return card(film, 420);
  }

  private static Chart card(Film film, int width) {
    var card = new FilmCard(film, width);
    int height = card.pictureHeight + GAP + LINE * card.lines(width).size() + GAP;
    return new Chart(card, width, height, card.words());
  }

  private String words() {
    String boxes =
        film.boxes().stream().map(FindingBox::label).distinct().collect(Collectors.joining(", "));
    return "Film "
        + film.image()
        + " of patient "
        + film.patient()
        + ": "
        + FilmRows.findings(film)
        + (boxes.isEmpty() ? "." : "; boxes: " + boxes + ".");
  }

  /** The caption: findings, as many lines as they need, then the patient. */
  private List<Line> lines(int width) {
    var lines = new ArrayList<Line>();
    for (String text : wrapped(FilmRows.findings(film), Fonts.bold(TEXT), width)) {
      lines.add(new Line(text, Fonts.bold(TEXT), Colours.INK));
    }
    String who = "patient " + film.patient();
    if (!Double.isNaN(film.age())) {
      who += ", " + Age.text(film.age());
    }
    who += film.sex().isEmpty() ? "" : " " + film.sex();
    who += film.view().isEmpty() ? "" : ", " + film.view();
    for (String text : wrapped(who, Fonts.regular(TEXT), width)) {
      lines.add(new Line(text, Fonts.regular(TEXT), Colours.FAINT_INK));
    }
    return lines;
  }

  private record Line(String text, Font font, Color colour) {}

  private static List<String> wrapped(String text, Font font, int width) {
    var scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    FontMetrics metrics = scratch.getFontMetrics(font);
    scratch.dispose();
    var lines = new ArrayList<String>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && metrics.stringWidth(longer) > width) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    return lines;
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    if (picture == null) {
      paintComplaint(g, width);
    } else {
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      g.drawImage(picture, 0, 0, width, pictureHeight, null);
      paintBoxes(g, width);
    }
    int y = pictureHeight + GAP;
    for (Line line : lines(width)) {
      y += LINE;
      g.setFont(line.font);
      g.setColor(line.colour);
      g.drawString(line.text, 0, y - 4);
    }
  }

  private void paintComplaint(Graphics2D g, int width) {
    g.setColor(NO_PICTURE);
    g.fill(new Rectangle2D.Double(0, 0, width, pictureHeight));
    g.setColor(Colours.INK);
    g.setFont(Fonts.regular(TEXT));
    int y = GAP;
    for (String line : wrapped(complaint, Fonts.regular(TEXT), width - 2 * GAP)) {
      y += LINE;
      g.drawString(line, GAP, y);
    }
  }

  private void paintBoxes(Graphics2D g, int width) {
    g.setFont(Fonts.bold(TEXT - 1));
    FontMetrics metrics = g.getFontMetrics();
    double scale = (double) width / picture.getWidth();
    for (FindingBox found : film.boxes()) {
      Color colour = Colours.series(4 + film.labels().names().indexOf(found.label()) % 2);
      Box box = found.box().scaled(scale, scale);
      g.setColor(colour);
      g.setStroke(new BasicStroke(2));
      g.draw(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
      // The name stands above its box, or inside where there is no room above.
      double top = box.y() < LINE ? box.y() : box.y() - LINE;
      double left = Math.min(box.x() - 1, width - metrics.stringWidth(found.label()) - 8.0);
      g.fill(new Rectangle2D.Double(left, top, metrics.stringWidth(found.label()) + 8.0, LINE));
      g.setColor(Color.BLACK);
      g.drawString(found.label(), (float) left + 4, (float) top + LINE - 4);
    }
  }
}
