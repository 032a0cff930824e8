package org.cxrlab.split;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Panel;

/**
 * What two parts of a division share.
 *
 * @param firstName what the first part is called
 * @param first its films of the shared patients or with a shared picture
 * @param secondName what the second part is called
 * @param second its films of the shared patients or with a shared picture
 * @param patients the IDs of the shared patients; numbers in their order
 * @param images the names of the shared pictures
 */
public record Overlap(
    String firstName,
    Films first,
    String secondName,
    Films second,
    List<String> patients,
    List<String> images) {
  /** Copies the lists. */
  public Overlap {
    patients = List.copyOf(patients);
    images = List.copyOf(images);
  }

  static Overlap of(String firstName, Films first, String secondName, Films second) {
    Set<String> patients = shared(first, second, Film::patient);
    Set<String> images = shared(first, second, Film::image);
    return new Overlap(
        firstName,
        first.where(f -> patients.contains(f.patient()) || images.contains(f.image())),
        secondName,
        second.where(f -> patients.contains(f.patient()) || images.contains(f.image())),
        patients.stream().sorted(Leakage.BY_NUMBER).toList(),
        List.copyOf(images));
  }

  private static Set<String> shared(
      Films first, Films second, java.util.function.Function<Film, String> key) {
    Set<String> seconds = second.stream().map(key).collect(Collectors.toSet());
    return first.stream()
        .map(key)
        .filter(seconds::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether nothing is shared. */
  public boolean isEmpty() {
    return patients.isEmpty() && images.isEmpty();
  }

  /** A film of either part for each of the first patients, in turn. */
  Figure examples(int most) {
    List<Film> films = new ArrayList<>();
    for (String patient : patients.subList(0, Math.min(most, patients.size()))) {
      films.add(firstOf(first, patient));
      films.add(firstOf(second, patient));
    }
    return Panel.of(films.toArray(Film[]::new));
  }

  private static Film firstOf(Films films, String patient) {
    return films.stream().filter(f -> f.patient().equals(patient)).findFirst().orElseThrow();
  }
}
