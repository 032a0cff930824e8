package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;

/** Chooses films by their view, and says what becomes of those whose view is not told. */
final class FilmsByView {
  private static final int EXAMPLES = 5;

  private FilmsByView() {}

  static Films frontal(Films films) {
    if (films.stream().allMatch(FilmsByView::untold)) {
      return told(
          films,
          films,
          Fate.DECIDED,
          "tell no view, as no other of the set does; frontal() keeps them all");
    }
    return chosen(films, film -> FilmView.of(film.view()).isFrontal(), "frontal()");
  }

  static Films lateral(Films films) {
    return chosen(films, film -> FilmView.of(film.view()) == FilmView.LATERAL, "lateral()");
  }

  private static Films chosen(Films films, Predicate<Film> condition, String by) {
    return told(
        films,
        films.where(condition),
        Fate.LEFT_OUT,
        "tell no view, so " + by + " does not have them");
  }

  private static Films told(Films films, Films chosen, Fate fate, String why) {
    List<Film> untold = films.stream().filter(FilmsByView::untold).toList();
    if (untold.isEmpty()) {
      return chosen;
    }
    List<Entry> entries = new ArrayList<>(films.source().entries());
    entries.add(
        new Entry(
            fate,
            "films",
            untold.size(),
            why,
            untold.stream().limit(EXAMPLES).map(Film::image).toList()));
    return chosen.from(new Source(entries));
  }

  private static boolean untold(Film film) {
    return FilmView.of(film.view()) == FilmView.UNTOLD;
  }
}
