package org.cxrlab.data;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * The patients of a table of films.
 *
 * @param films how many films each patient has, by the patient's ID in the order of the table
 */
public record Patients(Map<String, Integer> films) implements Showable {
  /** Copies the map. */
  public Patients {
    films = Collections.unmodifiableMap(new LinkedHashMap<>(films));
  }

  static Patients of(Films films) {
    Map<String, Integer> count = new LinkedHashMap<>();
    Map<String, String> firstWritten = new HashMap<>();
    for (Film film : films) {
      String id = firstWritten.computeIfAbsent(film.patientKey(), key -> film.patient());
      count.merge(id, 1, Integer::sum);
    }
    return new Patients(count);
  }

  /** How many patients there are. */
  public int count() {
    return films.size();
  }

  /** How many patients have more than one film. */
  public int withSeveral() {
    return (int) films.values().stream().filter(n -> n > 1).count();
  }

  /** How many films the patient with the most films has; 0 without films. */
  public int most() {
    return films.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  @Override
  public Figure figure() {
    int total = films.values().stream().mapToInt(Integer::intValue).sum();
    return new Note(
        withSeveral() == 0
            ? Text.format(
                "%s of %s: one film each.",
                Text.count(total, "film"), Text.count(count(), "patient"))
            : Text.format(
                    "%s of %s. %,d of them %s several films, one has %,d.",
                    Text.count(total, "film"),
                    Text.count(count(), "patient"),
                    withSeveral(),
                    withSeveral() == 1 ? "has" : "have",
                    most())
                + " Patient IDs are not unique.");
  }
}
