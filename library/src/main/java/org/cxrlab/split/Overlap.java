package org.cxrlab.split;

import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.PatientIds;
import org.cxrlab.figure.Figure;

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
    Set<String> patients = shared(first, second, Film::patientKey);
    Set<String> images = shared(first, second, Film::image);
    if (patients.isEmpty() && images.isEmpty()) {
      return new Overlap(
          firstName, first.first(0), secondName, second.first(0), List.of(), List.of());
    }
    return new Overlap(
        firstName,
        first.where(f -> patients.contains(f.patientKey()) || images.contains(f.image())),
        secondName,
        second.where(f -> patients.contains(f.patientKey()) || images.contains(f.image())),
        asWritten(first, patients),
        List.copyOf(images));
  }

  private static Set<String> shared(Films first, Films second, Function<Film, String> key) {
    Set<String> seconds = second.stream().map(key).collect(Collectors.toSet());
    return first.stream()
        .map(key)
        .filter(seconds::contains)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The IDs as the first part has them. */
  private static List<String> asWritten(Films films, Set<String> keys) {
    return films.stream()
        .filter(film -> keys.contains(film.patientKey()))
        .collect(Collectors.toMap(Film::patientKey, Film::patient, (one, later) -> one))
        .values()
        .stream()
        .sorted(Leakage.BY_NUMBER)
        .toList();
  }

  /** Whether nothing is shared. */
  public boolean isEmpty() {
    return patients.isEmpty() && images.isEmpty();
  }

  /**
   * A film of either part for each of the first patients, in turn: as pictures, of patients of whom
   * both are there; as rows of the table where there is no such patient.
   */
  Figure examples(int most) {
    Map<String, Film> firstSeen = withPictures(first);
    Map<String, Film> secondSeen = withPictures(second);
    List<Film> pictures =
        keys()
            .filter(patient -> firstSeen.containsKey(patient) && secondSeen.containsKey(patient))
            .limit(most)
            .flatMap(patient -> Stream.of(firstSeen.get(patient), secondSeen.get(patient)))
            .toList();
    return pictures.isEmpty() ? rows(most).figure() : both(pictures).grid();
  }

  /** The shared patients, by the form of their IDs that is compared. */
  private Stream<String> keys() {
    return patients.stream().map(PatientIds::key);
  }

  private Films rows(int most) {
    return both(
        keys()
            .limit(most)
            .flatMap(patient -> Stream.of(firstOf(first, patient), firstOf(second, patient)))
            .toList());
  }

  private Films both(List<Film> films) {
    return new Films(firstName + " and " + secondName, first.labels(), films);
  }

  /** The first film of each patient whose picture is there. */
  private static Map<String, Film> withPictures(Films films) {
    return films.stream()
        .filter(film -> Files.exists(film.path()))
        .collect(Collectors.toMap(Film::patientKey, film -> film, (one, later) -> one));
  }

  private static Film firstOf(Films films, String patient) {
    return films.stream().filter(f -> f.patientKey().equals(patient)).findFirst().orElseThrow();
  }
}
