package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Different names, each with its place among them. In most tables nearly all names are greater than
 * those before them, and so new ones without a search; only the others are kept in a map.
 */
final class Places {
  /** Shorter ones first, as numbers that are counted up. */
  private static final Comparator<String> ORDER =
      (one, other) ->
          one.length() == other.length()
              ? one.compareTo(other)
              : Integer.compare(one.length(), other.length());

  /** Names that were greater than all before them. */
  private final List<String> ascending = new ArrayList<>();

  /** The places of these. */
  private int[] places = new int[1 << 10];

  private final Map<String, Integer> others = new HashMap<>();
  private int count;

  /** The place of a name; a new one takes the place behind all others. */
  int of(String name) {
    int last = ascending.size() - 1;
    int order = last < 0 ? -1 : ORDER.compare(ascending.get(last), name);
    if (order < 0) {
      add(name);
      return count++;
    }
    int at = order == 0 ? last : Collections.binarySearch(ascending, name, ORDER);
    if (at >= 0) {
      return places[at];
    }
    Integer earlier = others.putIfAbsent(name, count);
    return earlier == null ? count++ : earlier;
  }

  private void add(String name) {
    if (ascending.size() == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[ascending.size()] = count;
    ascending.add(name);
  }

  /** How many different ones there are. */
  int count() {
    return count;
  }
}
