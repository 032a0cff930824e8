package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmPicture;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Gallery;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Picture;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Description;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.Words;

/**
 * Films one after the other under a slider, with a filter by label, a window over the greys, and
 * boxes on and off. Neighbours are read ahead. See {@link Explore#films}.
 */
public final class FilmBrowser implements Interactive {
  private static final String ALL = "all films";
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

  private final Films films;
  private final String variable;
  private final Control<String> label;
  private final Control<Integer> position;
  private final Control<Double> level;
  private final Control<Double> width;
  private final Control<Boolean> boxes;
  private final Control<Picture> picture;
  private final Control<String> caption;
  private final CodeLine code;
  private final ControlBox all;
  private final Map<Film, FilmPicture> pictures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Film, FilmPicture> eldest) {
          return size() > KEPT;
        }
      };

  private volatile List<Film> chosen;

  FilmBrowser(Films films, String variable) {
    if (films.size() == 0) {
      throw new IllegalArgumentException("There is no film to look at; choose others.");
    }
    this.films = films;
    this.variable = variable;
    chosen = films.list();
    List<String> filters = new ArrayList<>(List.of(ALL));
    films.labels().names().stream().filter(l -> count(l) > 0).forEach(filters::add);
    label =
        Controls.dropdown(
            "Show",
            filters,
            f -> f.equals(ALL) ? ALL + " (" + Numbers.show(films.size()) + ")" : named(f),
            ALL);
    label.tooltip("Shows only the films that have this finding.");
    position =
        Controls.slider("Film", 1, chosen.size(), 1)
            .tooltip("Which of these films is shown; the arrow keys go from one to the next.");
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
            Controls.column(440, label, position, level, width, boxes, caption, code.control()));
    label.onChange(this::filter);
    position.onChange(i -> show());
    level.onChange(v -> show());
    width.onChange(v -> show());
    boxes.onChange(b -> show());
    readAhead();
  }

  private String named(String label) {
    return label + " (" + Numbers.show(count(label)) + ")";
  }

  private int count(String label) {
    return films.positives().positives(label);
  }

  /** The film that is shown. */
  public Film film() {
    List<Film> now = chosen;
    return now.get(Math.min(position.value(), now.size()) - 1);
  }

  /** Which film of those that pass the filter is shown, counted from 1. */
  public Control<Integer> position() {
    return position;
  }

  /** The label that films must show, or "all films". */
  public Control<String> label() {
    return label;
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

  private void filter(String wanted) {
    Film before = film();
    chosen = wanted.equals(ALL) ? films.list() : films.withLabel(wanted).list();
    int again = chosen.indexOf(before);
    position.describe(Description.slider("Film", 1, chosen.size()), again < 0 ? 1 : again + 1);
    show();
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
    synchronized (pictures) {
      return pictures.computeIfAbsent(film, Film::picture);
    }
  }

  private void readAhead() {
    int at = position.value() - 1;
    READER.execute(
        () -> {
          for (int d = 1; d <= AHEAD && position.value() - 1 == at; d++) {
            read(at + d);
            read(at - d);
          }
        });
  }

  private void read(int index) {
    List<Film> now = chosen;
    if (index >= 0 && index < now.size()) {
      // A film that can't be read is told of when it is shown.
      picture(now.get(index)).figure();
    }
  }

  private String words(Gallery shown) {
    return Words.caption(
        "<b>" + Html.escape(film().image()) + "</b><br>" + Html.escape(shown.captions().get(0)));
  }

  private String line() {
    String window =
        isWindowed()
            ? ".window(" + CodeLine.number(black()) + ", " + CodeLine.number(white()) + ")"
            : "";
    return variable
        + ".get("
        + CodeLine.quoted(film().image())
        + ").picture()"
        + window
        + (boxes.value() ? "" : ".withoutBoxes()");
  }
}
