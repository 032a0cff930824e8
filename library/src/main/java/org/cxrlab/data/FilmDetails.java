package org.cxrlab.data;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What a data set tells of a film besides its labels' values, patient, view, age and sex.
 *
 * @param study the examination that the film is one view of; empty where not told
 * @param part of the data set's own split that the film belongs to, in the set's words: "train",
 *     "valid", "test"; empty where there is none
 * @param uncertain labels that the table calls uncertain, whatever value was made of it
 * @param blank labels for which the table's cell is empty, whatever value was made of it
 * @param source which of several sets, {@linkplain Films#together(Films, Films, Films...) put
 *     together}, the film is from; empty where there is one
 */
public record FilmDetails(
    String study, String part, Set<String> uncertain, Set<String> blank, String source) {
  /** Nothing is told. */
  public static final FilmDetails NONE = new FilmDetails("", "", Set.of(), Set.of(), "");

  /** Copies the sets. */
  public FilmDetails {
    uncertain = Set.copyOf(uncertain);
    blank = Set.copyOf(blank);
  }

  /** Of a film that is not put together with those of other sets. */
  public FilmDetails(String study, String part, Set<String> uncertain, Set<String> blank) {
    this(study, part, uncertain, blank, "");
  }

  /** The same of a film from this set. */
  FilmDetails from(String newSource) {
    return new FilmDetails(study, part, uncertain, blank, newSource);
  }

  /** The same without the labels that are not among these. */
  FilmDetails onlyLabels(Labels kept) {
    return isSettled() || kept.names().containsAll(uncertain) && kept.names().containsAll(blank)
        ? this
        : new FilmDetails(
            study, part, both(uncertain, kept.names()), both(blank, kept.names()), source);
  }

  /**
   * The same with those labels alone open that another row of the film leaves open, too: uncertain
   * are those that one row calls so and the other does, too, or leaves blank.
   */
  FilmDetails openInBoth(FilmDetails other) {
    if (equals(other)) {
      return this;
    }
    var unsure = both(uncertain, other.uncertain);
    unsure.addAll(both(uncertain, other.blank));
    unsure.addAll(both(blank, other.uncertain));
    return new FilmDetails(study, part, unsure, both(blank, other.blank), source);
  }

  private static HashSet<String> both(Set<String> labels, Collection<String> others) {
    var common = new HashSet<>(labels);
    common.retainAll(others);
    return common;
  }

  /** Whether the table says yes or no to every label. */
  boolean isSettled() {
    return uncertain.isEmpty() && blank.isEmpty();
  }
}
