package org.cxrlab.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.figure.Colours;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Picture;
import org.cxrlab.image.Box;

/**
 * Films with their boxes drawn in and their findings below. A picture that can't be read is a grey
 * field, with the reason below it.
 */
final class FilmPictures {
  private static final float TEXT = 13;
  private static final int TEXT_HEIGHT = 18;
  private static final Color NO_PICTURE = new Color(0x999999);

  private FilmPictures() {}

  /**
   * A gallery of films.
   *
   * @param width of each picture in pixels
   */
  static Gallery of(List<Film> films, int width, int columns) {
    List<Picture> pictures = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    for (Film film : films) {
      Gallery one = FilmPicture.of(film, width).figure();
      pictures.addAll(one.pictures());
      captions.addAll(one.captions());
    }
    return new Gallery(pictures, captions, columns);
  }

  /** What is known of a film, in a line. */
  static String caption(Film film) {
    String who = "patient " + film.patient();
    who += Double.isNaN(film.age()) ? "" : ", " + Age.text(film.age());
    who += film.sex().isEmpty() ? "" : " " + film.sex();
    who += film.view().isEmpty() ? "" : ", " + film.view();
    return FilmRows.findings(film) + " · " + who;
  }

  /** What stands for the picture of a film. */
  static String words(Film film) {
    String boxes =
        film.boxes().stream().map(FindingBox::label).distinct().collect(Collectors.joining(", "));
    return "Film %s of patient %s: %s%s."
        .formatted(
            film.image(),
            film.patient(),
            FilmRows.findings(film),
            boxes.isEmpty() ? "" : "; boxes mark " + boxes);
  }

  /** A grey field with the reason below it. */
  static Gallery unreadable(Film film, int width, UncheckedIOException reason) {
    return new Gallery(
        List.of(new Picture(noPicture(width), "No picture of " + film.image() + ".")),
        List.of(caption(film) + ". " + reason.getMessage()),
        1);
  }

  /**
   * The film with its boxes, which may be none.
   *
   * @param scale from pixels of the file to those of the picture
   */
  static BufferedImage withBoxes(Film film, BufferedImage grey, double scale) {
    if (film.boxes().isEmpty()) {
      return grey;
    }
    var image = new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.drawImage(grey, 0, 0, null);
      for (FindingBox found : film.boxes()) {
        paint(g, found, scale, grey.getWidth(), film.labels());
      }
    } finally {
      g.dispose();
    }
    return image;
  }

  private static void paint(
      Graphics2D g, FindingBox found, double scale, int width, Labels labels) {
    Box box = found.box().scaled(scale, scale);
    g.setFont(Fonts.bold(TEXT));
    FontMetrics metrics = g.getFontMetrics();
    g.setColor(Colours.series(labels.indexOf(found.label()) % (Colours.count() - 1)).brighter());
    g.setStroke(new BasicStroke(2));
    g.draw(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    // The name stands above its box, or inside where there is no room above.
    double top = box.y() < TEXT_HEIGHT ? box.y() : box.y() - TEXT_HEIGHT;
    double wide = metrics.stringWidth(found.label()) + 8;
    double left = Math.max(0, Math.min(box.x() - 1, width - wide));
    g.fill(new Rectangle2D.Double(left, top, wide, TEXT_HEIGHT));
    g.setColor(Color.BLACK);
    g.drawString(found.label(), (float) left + 4, (float) top + TEXT_HEIGHT - 5);
  }

  private static BufferedImage noPicture(int width) {
    var image = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(NO_PICTURE);
    g.fillRect(0, 0, width, width);
    g.dispose();
    return image;
  }
}
