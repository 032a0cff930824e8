package org.cxrlab.data;

import java.awt.image.BufferedImage;
import java.util.List;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Picture;
import org.cxrlab.figure.Showable;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.PictureException;
import org.cxrlab.image.Window;

/**
 * How a film is looked at: through which window, with or without its boxes. Immutable; each choice
 * gives a new one. The file is read once, when it is first drawn, however it is shown afterwards.
 */
public final class FilmPicture implements Showable {
  private static final int WIDTH = 440;

  private final Film film;
  private final Pixels pixels;
  private final Window window;
  private final boolean boxes;

  private FilmPicture(Film film, Pixels pixels, Window window, boolean boxes) {
    this.film = film;
    this.pixels = pixels;
    this.window = window;
    this.boxes = boxes;
  }

  /** A film from its darkest to its brightest value, with its boxes. */
  static FilmPicture of(Film film, int width) {
    return new FilmPicture(film, new Pixels(film, width), null, true);
  }

  static FilmPicture of(Film film) {
    return of(film, WIDTH);
  }

  /**
   * The same through a window: what is at {@code black} and below is black, what is at {@code
   * white} and above is white. Greys go from 0 to 1.
   *
   * @throws IllegalArgumentException if black is above white
   */
  public FilmPicture window(double black, double white) {
    return new FilmPicture(film, pixels, new Window(black, white), boxes);
  }

  /** The same without its boxes. */
  public FilmPicture withoutBoxes() {
    return new FilmPicture(film, pixels, window, false);
  }

  /**
   * The picture.
   *
   * @throws PictureException naming the file, if it can't be read
   */
  public Picture picture() {
    GrayImage image = pixels.image();
    BufferedImage grey = window == null ? image.toBufferedImage() : image.toBufferedImage(window);
    return new Picture(
        boxes ? FilmPictures.withBoxes(film, grey, pixels.scale()) : grey,
        FilmPictures.words(film));
  }

  /** The picture with the patient and the findings below it; if it can't be read, why not. */
  @Override
  public Gallery figure() {
    try {
      return new Gallery(List.of(picture()), List.of(FilmPictures.caption(film)), 1);
    } catch (PictureException e) {
      return FilmPictures.unreadable(film, pixels.width, e);
    }
  }

  /** The film's file in the size that it is shown in, read when it is first asked for. */
  private static final class Pixels {
    private final Film film;
    private final int width;
    private GrayImage image;
    private double scale;

    Pixels(Film film, int width) {
      this.film = film;
      this.width = width;
    }

    synchronized GrayImage image() {
      if (image == null) {
        GrayImage read = GrayImage.read(film.path());
        scale = (double) width / read.width();
        image = read.resize(width, Math.max(1, (int) Math.round(read.height() * scale)));
      }
      return image;
    }

    /** From pixels of the file to those of the picture. */
    synchronized double scale() {
      return scale;
    }
  }
}
