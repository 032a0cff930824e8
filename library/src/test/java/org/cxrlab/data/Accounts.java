package org.cxrlab.data;

import org.cxrlab.data.Source.Entry;
import org.cxrlab.data.Source.Fate;

/** Looks up in an account what became of something. */
final class Accounts {
  private Accounts() {}

  /** How many things of this kind had this fate, for whatever reason. */
  static long count(Films films, Fate fate, String what) {
    return films.source().entries().stream()
        .filter(entry -> entry.fate() == fate && entry.what().equals(what))
        .mapToLong(Entry::count)
        .sum();
  }

  /** How many things of whatever kind there are of which this is said. */
  static long because(Films films, String why) {
    return films.source().entries().stream()
        .filter(entry -> entry.why().contains(why))
        .mapToLong(Entry::count)
        .sum();
  }
}
