package org.cxrlab.data;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many films have the same values of their labels: a hundred thousand films share the lists of
 * some hundred combinations. Lists that are equal and not shared are counted apart.
 */
final class ValueCounts {
  /** Films with one list of values. */
  static final class Combination {
    private final Film first;
    private int films;

    private Combination(Film first) {
      this.first = first;
    }

    /** The first film with these values. */
    Film first() {
      return first;
    }

    /** How many films there are. */
    int films() {
      return films;
    }
  }

  private ValueCounts() {}

  /** In the order in which they first occur. */
  static List<Combination> of(List<Film> films) {
    Map<List<Float>, Combination> known = new IdentityHashMap<>();
    List<Combination> inOrder = new ArrayList<>();
    Combination last = null;
    for (Film film : films) {
      if (last == null || last.first.values() != film.values()) {
        last = known.get(film.values());
      }
      if (last == null) {
        last = new Combination(film);
        known.put(film.values(), last);
        inOrder.add(last);
      }
      last.films++;
    }
    return inOrder;
  }
}
