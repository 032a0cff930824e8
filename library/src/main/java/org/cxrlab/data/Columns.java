package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The columns of a table of films: in each row a value, or null where nobody knows. */
record Columns(List<Column> all) {
  /**
   * One column.
   *
   * @param value of a film; null where it is missing
   */
  record Column(String name, Kind kind, Function<Film, Object> value) {
    /** Whether films with the same values of their labels have the same value here. */
    boolean isLabel() {
      return kind == Kind.LABEL || kind == Kind.SMOOTHED;
    }
  }

  /** What the values of a column are. */
  enum Kind {
    TEXT("text"),
    LABEL("label, 0 or 1"),
    SMOOTHED("label, 0 to 1"),
    NUMBER("number");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** Image, the labels, PatientId, and of view, age, sex and source those that any film has. */
  static Columns of(Films films) {
    var all = new ArrayList<Column>();
    all.add(new Column("Image", Kind.TEXT, Film::image));
    boolean[] smoothed = smoothed(films);
    IntStream.range(0, films.labels().size())
        .mapToObj(i -> label(films, i, smoothed[i]))
        .forEach(all::add);
    all.add(new Column("PatientId", Kind.TEXT, Film::patient));
    addIfAny(
        films, all, f -> !f.view().isEmpty(), new Column("View", Kind.TEXT, f -> orNull(f.view())));
    addIfAny(films, all, f -> !Double.isNaN(f.age()), new Column("Age", Kind.NUMBER, Columns::age));
    addIfAny(
        films, all, f -> !f.sex().isEmpty(), new Column("Sex", Kind.TEXT, f -> orNull(f.sex())));
    addIfAny(
        films,
        all,
        f -> !f.source().isEmpty(),
        new Column("Source", Kind.TEXT, f -> orNull(f.source())));
    return new Columns(all);
  }

  private static void addIfAny(
      Films films, List<Column> all, Predicate<Film> known, Column column) {
    if (films.stream().anyMatch(known)) {
      all.add(column);
    }
  }

  /** Whole numbers, unless a smoothed label needs others. */
  private static Column label(Films films, int i, boolean smoothed) {
    String name = films.labels().get(i);
    return smoothed
        ? new Column(name, Kind.SMOOTHED, film -> orNull(film.value(i)))
        : new Column(name, Kind.LABEL, film -> whole(film.value(i)));
  }

  /** Which labels have a value between 0 and 1. */
  private static boolean[] smoothed(Films films) {
    boolean[] smoothed = new boolean[films.labels().size()];
    for (ValueCounts.Combination some : films.valueCounts()) {
      for (int i = 0; i < smoothed.length; i++) {
        smoothed[i] |= some.first().isSmoothed(i);
      }
    }
    return smoothed;
  }

  private static Object whole(float value) {
    return Float.isNaN(value) ? null : (Object) (int) value;
  }

  private static Object orNull(float value) {
    return Float.isNaN(value) ? null : (Object) (double) value;
  }

  private static Object age(Film film) {
    return Double.isNaN(film.age()) ? null : (Object) film.age();
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
