package org.cxrlab.data;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A table of chest films with their labels. Immutable; every filter gives a new one. */
public final class Films implements Iterable<Film> {
  private final String name;
  private final Labels labels;
  private final List<Film> films;

  /**
   * Films of one data set.
   *
   * @param name what to call the data set in headings
   * @param labels the labels that each film has a value for
   * @param films in the table's order
   */
  public Films(String name, Labels labels, List<Film> films) {
    this.name = name;
    this.labels = labels;
    this.films = List.copyOf(films);
  }

  /** What the data set is called in headings. */
  public String name() {
    return name;
  }

  /** The labels, in the data set's order. */
  public Labels labels() {
    return labels;
  }

  /** How many films there are. */
  public int size() {
    return films.size();
  }

  /** The film at a position counted from 0. */
  public Film get(int index) {
    return films.get(index);
  }

  /** The films in order. */
  public List<Film> list() {
    return films;
  }

  /** The films in order. */
  public Stream<Film> stream() {
    return films.stream();
  }

  @Override
  public Iterator<Film> iterator() {
    return films.iterator();
  }

  /** The films for which the condition holds, in the same order. */
  public Films where(Predicate<Film> condition) {
    return new Films(name, labels, films.stream().filter(condition).toList());
  }

  /** The films at these positions, in this order. */
  public Films at(int... indices) {
    return new Films(name, labels, java.util.Arrays.stream(indices).mapToObj(films::get).toList());
  }
}
