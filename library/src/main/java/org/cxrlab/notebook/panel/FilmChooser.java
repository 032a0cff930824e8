package org.cxrlab.notebook.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Html;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Description;
import org.cxrlab.notebook.control.Words;

/** One film out of many: a filter by label, and a slider over the films that pass it. */
final class FilmChooser {
  private static final String ALL = "all films";

  private final Films films;
  private final String variable;
  private final Control<String> filter;
  private final Control<Integer> position;
  private volatile List<Film> chosen;

  /**
   * @param variable how the code of the cell calls the films
   * @param purpose what the film is for, as in "There is no film to look at"
   * @param title of the filter
   * @param option how the filter names a label, or "all films"
   * @throws IllegalArgumentException if there is no film
   */
  FilmChooser(
      Films films, String variable, String purpose, String title, UnaryOperator<String> option) {
    if (films.size() == 0) {
      throw new IllegalArgumentException("There is no film " + purpose + "; choose others.");
    }
    this.films = films;
    this.variable = variable;
    chosen = films.list();
    List<String> filters = new ArrayList<>(List.of(ALL));
    films.labels().names().stream().filter(l -> count(films, l) > 0).forEach(filters::add);
    filter = Controls.dropdown(title, filters, option::apply, ALL);
    filter.tooltip("Shows only the films that have this finding.");
    position =
        Controls.slider("Film", 1, chosen.size(), 1)
            .tooltip("Which of these films is shown; the arrow keys go from one to the next.");
    filter.onChange(this::narrow);
  }

  /** How many films an option of the filter lets through. */
  static int count(Films films, String option) {
    return option.equals(ALL) ? films.size() : films.positives().positives(option);
  }

  /** The label that films must show, or "all films". By the time it tells, the slider has moved. */
  Control<String> filter() {
    return filter;
  }

  /** Which of the films that pass the filter is chosen, counted from 1. */
  Control<Integer> position() {
    return position;
  }

  /** The film that is chosen. */
  Film film() {
    List<Film> now = chosen;
    return now.get(Math.min(position.value(), now.size()) - 1);
  }

  /** The film so many places after the one that is chosen, or before it. */
  Optional<Film> neighbour(int places) {
    List<Film> now = chosen;
    int index = Math.min(position.value(), now.size()) - 1 + places;
    return index < 0 || index >= now.size() ? Optional.empty() : Optional.of(now.get(index));
  }

  /** The film's name as HTML, with a text below it. */
  String caption(String text) {
    return Words.caption("<b>" + Html.escape(film().image()) + "</b><br>" + Html.escape(text));
  }

  /** The code that gives the film. */
  String code() {
    return variable + ".get(" + CodeLine.quoted(film().image()) + ")";
  }

  /** The film that is chosen stays so if it passes the filter. */
  private void narrow(String wanted) {
    Film before = film();
    chosen = wanted.equals(ALL) ? films.list() : films.withLabel(wanted).list();
    int again = chosen.indexOf(before);
    position.describe(Description.slider("Film", 1, chosen.size()), again < 0 ? 1 : again + 1);
  }
}
