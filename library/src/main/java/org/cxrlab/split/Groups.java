package org.cxrlab.split;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;

/**
 * Films that stay together, such as those of one patient, as counts: what a division needs to know.
 *
 * @param films all of them
 * @param groupOfFilm for each film the group it is in, from 0
 * @param sizes how many films each group has
 * @param positives for each group and label, how many of its films show the label
 */
record Groups(Films films, int[] groupOfFilm, int[] sizes, int[][] positives) {
  /** The films of one patient are a group. */
  static Groups byPatient(Films films) {
    return by(films, Film::patientKey);
  }

  /** Each film is a group of its own, also where a name stands twice. */
  static Groups byFilm(Films films) {
    return by(films, film -> new Object());
  }

  private static Groups by(Films films, Function<Film, Object> key) {
    Map<Object, Integer> groups = new LinkedHashMap<>();
    int[] groupOfFilm = new int[films.size()];
    for (int i = 0; i < groupOfFilm.length; i++) {
      Object name = key.apply(films.get(i));
      groupOfFilm[i] = groups.computeIfAbsent(name, k -> groups.size());
    }
    int[] sizes = new int[groups.size()];
    int[][] positives = new int[groups.size()][films.labels().size()];
    for (int i = 0; i < groupOfFilm.length; i++) {
      int group = groupOfFilm[i];
      sizes[group]++;
      for (int label = 0; label < positives[group].length; label++) {
        if (films.get(i).value(label) == 1) {
          positives[group][label]++;
        }
      }
    }
    return new Groups(films, groupOfFilm, sizes, positives);
  }

  int count() {
    return sizes.length;
  }

  /** The films of each part, in the order of the table, given the part of each group. */
  List<Films> parts(int[] partOfGroup, int parts) {
    List<List<Integer>> indices = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      indices.add(new ArrayList<>());
    }
    for (int i = 0; i < groupOfFilm.length; i++) {
      indices.get(partOfGroup[groupOfFilm[i]]).add(i);
    }
    return indices.stream()
        .map(list -> films.at(list.stream().mapToInt(Integer::intValue).toArray()))
        .toList();
  }
}
