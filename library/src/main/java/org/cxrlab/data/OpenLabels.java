package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;

/** What the account says of labels that a table calls uncertain or leaves blank. */
final class OpenLabels {
  static final String UNCERTAIN = "uncertain labels";
  static final String BLANK = "blank labels";

  private OpenLabels() {}

  /** An account with what is made of these films' open labels, in place of what it said before. */
  static Source told(Source source, List<Film> films, UncertainLabels rule) {
    List<Entry> entries = new ArrayList<>(source.entries());
    entries.removeIf(entry -> entry.what().equals(UNCERTAIN) || entry.what().equals(BLANK));
    add(entries, UNCERTAIN, films, FilmDetails::uncertain, rule.uncertainWords());
    add(entries, BLANK, films, FilmDetails::blank, rule.blankWords());
    return new Source(entries);
  }

  private static void add(
      List<Entry> entries,
      String what,
      List<Film> films,
      Function<FilmDetails, Set<String>> which,
      String words) {
    long count = films.stream().mapToLong(film -> which.apply(film.details()).size()).sum();
    if (count > 0) {
      List<String> examples =
          films.stream()
              .filter(film -> !which.apply(film.details()).isEmpty())
              .limit(3)
              .map(film -> film.image() + ": " + String.join(", ", in(film, which)))
              .toList();
      entries.add(new Entry(Fate.DECIDED, what, count, why(words), examples));
    }
  }

  static String why(String words) {
    return "are taken as " + words + " (films.uncertain(...) decides)";
  }

  /** In the order of the labels. */
  private static List<String> in(Film film, Function<FilmDetails, Set<String>> which) {
    return film.labels().names().stream().filter(which.apply(film.details())::contains).toList();
  }
}
