package org.cxrlab.notebook.panel;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.cxrlab.batch.LruCache;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmPicture;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Picture;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Interactive;

/**
 * Films one after the other under a slider, with a filter by label, a window over the greys, and
 * boxes on and off. Neighbours are read ahead. See {@link Explore#films}.
 */
public final class FilmBrowser implements Interactive {
  private static final int WIDTH = 440;

  /** Pictures of some 0.8 MB that are kept. */
  private static final int KEPT = 48;

  /** How many films to either side are read ahead. */
  private static final int AHEAD = 3;

  private static final Executor READER =
      Executors.newSingleThreadExecutor(
          work -> {
            var thread = new Thread(work, "films read ahead");
            thread.setDaemon(true);
            return thread;
          });

  private final FilmChooser films;
  private final Control<Double> level;
  private final Control<Double> width;
  private final Control<Boolean> boxes;
  private final Control<Picture> picture;
  private final Control<String> caption;
  private final CodeLine code;
  private final ControlBox all;
  private final LruCache<Film, FilmPicture> pictures = new LruCache<>(KEPT, picture -> 1);

  FilmBrowser(Films films, String variable) {
    this.films =
        new FilmChooser(
            films,
            variable,
            "to look at",
            "Show",
            f -> f + " (" + Numbers.show(FilmChooser.count(films, f)) + ")");
    level =
        Controls.slider("Level (grey)", 0, 1, 0.01, 0.5)
            .tooltip(
                "The grey in the middle of the window, 0 for black to 1 for white: lower for the"
                    + " lungs, higher for bones and heart.");
    width =
        Controls.slider("Window (grey)", 0.02, 1, 0.01, 1.0)
            .tooltip(
                "How many greys lie between black and white on the screen: the narrower, the more"
                    + " contrast around the level.");
    boxes =
        Controls.checkbox("boxes", true)
            .tooltip("Draws the boxes by which readers have marked findings on some films.");
    Gallery first = draw();
    picture = Controls.image(first.pictures().get(0), WIDTH);
    caption = Controls.html(words(first));
    code = new CodeLine(line());
    all =
        Controls.row(
            Controls.column(WIDTH, picture),
            Controls.column(
                440, label(), position(), level, width, boxes, caption, code.control()));
    label().onChange(l -> show());
    position().onChange(i -> show());
    level.onChange(v -> show());
    width.onChange(v -> show());
    boxes.onChange(b -> show());
    readAhead();
  }

  /** The film that is shown. */
  public Film film() {
    return films.film();
  }

  /** Which film of those that pass the filter is shown, counted from 1. */
  public Control<Integer> position() {
    return films.position();
  }

  /** The label that films must show, or "all films". */
  public Control<String> label() {
    return films.filter();
  }

  /** The grey in the middle of the window, 0 for black to 1 for white. */
  public Control<Double> level() {
    return level;
  }

  /** From the grey that is shown black to the grey that is shown white. */
  public Control<Double> window() {
    return width;
  }

  /** Whether boxes are drawn. */
  public Control<Boolean> boxes() {
    return boxes;
  }

  @Override
  public ControlBox control() {
    return all;
  }

  private void show() {
    Gallery now = draw();
    picture.set(now.pictures().get(0));
    caption.set(words(now));
    code.set(line());
    readAhead();
  }

  /** The picture and its caption; where the film can't be read, a grey field and why. */
  private Gallery draw() {
    return look(picture(film())).figure();
  }

  /** The window only where the reader has moved it: else each film has its own range of greys. */
  private FilmPicture look(FilmPicture plain) {
    FilmPicture windowed = isWindowed() ? plain.window(black(), white()) : plain;
    return boxes.value() ? windowed : windowed.withoutBoxes();
  }

  private boolean isWindowed() {
    return level.value() != 0.5 || width.value() != 1.0;
  }

  private double black() {
    return rounded(level.value() - width.value() / 2);
  }

  private double white() {
    return rounded(level.value() + width.value() / 2);
  }

  private static double rounded(double grey) {
    return Math.round(grey * 1000) / 1000.0;
  }

  private FilmPicture picture(Film film) {
    return pictures.get(film, Film::picture);
  }

  private void readAhead() {
    int at = position().value();
    READER.execute(
        () -> {
          for (int d = 1; d <= AHEAD && position().value() == at; d++) {
            // A film that can't be read is told of when it is shown.
            films.neighbour(d).ifPresent(film -> picture(film).figure());
            films.neighbour(-d).ifPresent(film -> picture(film).figure());
          }
        });
  }

  private String words(Gallery shown) {
    return films.caption(shown.captions().get(0));
  }

  private String line() {
    String window =
        isWindowed()
            ? ".window(" + CodeLine.number(black()) + ", " + CodeLine.number(white()) + ")"
            : "";
    return films.code() + ".picture()" + window + (boxes.value() ? "" : ".withoutBoxes()");
  }
}
