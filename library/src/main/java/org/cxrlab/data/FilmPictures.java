package org.cxrlab.data;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.figure.Colours;
import org.cxrlab.figure.Fonts;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;
import org.cxrlab.image.PictureException;

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
    return Text.format(
        "Film %s of patient %s: %s%s.",
        film.image(),
        film.patient(),
        FilmRows.findings(film),
        boxes.isEmpty() ? "" : "; boxes mark " + boxes);
  }

  /** A grey field with the reason below it. */
  static Gallery unreadable(Film film, int width, PictureException reason) {
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
      paint(g, film, scale, image);
    } finally {
      g.dispose();
    }
    return image;
  }

  /** All boxes, and then their names, each in a place of its own. */
  private static void paint(Graphics2D g, Film film, double scale, BufferedImage image) {
    g.setFont(Fonts.bold(TEXT));
    g.setStroke(new BasicStroke(2));
    for (FindingBox found : film.boxes()) {
      Box box = found.box().scaled(scale, scale);
      g.setColor(colour(film.labels(), found));
      g.draw(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    }
    FontMetrics metrics = g.getFontMetrics();
    var names = new NamePlaces(image.getWidth(), image.getHeight());
    for (FindingBox found : film.boxes()) {
      int width = metrics.stringWidth(found.label()) + 8;
      Rectangle2D place = names.take(found.box().scaled(scale, scale), width, TEXT_HEIGHT);
      g.setColor(colour(film.labels(), found));
      g.fill(place);
      g.setColor(Color.BLACK);
      g.drawString(found.label(), (float) place.getX() + 4, (float) place.getY() + TEXT_HEIGHT - 5);
    }
  }

  private static Color colour(Labels labels, FindingBox found) {
    return Colours.series(labels.indexOf(found.label()) % (Colours.count() - 1)).brighter();
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
