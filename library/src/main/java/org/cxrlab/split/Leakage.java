package org.cxrlab.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * Patients and pictures that are in more than one part of a division.
 *
 * @param overlaps one for each two parts that share a patient or a picture
 * @param parts all parts, by what they are called
 */
public record Leakage(List<Overlap> overlaps, Map<String, Films> parts) implements Showable {
  private static final int NAMED = 20;

  /** Copies the list and the map. */
  public Leakage {
    overlaps = List.copyOf(overlaps);
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** What two sets of films share. */
  public static Leakage between(Films first, Films second) {
    var parts = new LinkedHashMap<String, Films>();
    parts.put(first.name(), first);
    parts.put(first.name().equals(second.name()) ? "the other" : second.name(), second);
    return among(parts);
  }

  static Leakage among(Map<String, Films> parts) {
    List<String> names = List.copyOf(parts.keySet());
    var overlaps = new ArrayList<Overlap>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        var overlap =
            Overlap.of(
                names.get(i), parts.get(names.get(i)), names.get(j), parts.get(names.get(j)));
        if (!overlap.isEmpty()) {
          overlaps.add(overlap);
        }
      }
    }
    return new Leakage(overlaps, parts);
  }

  /** Whether nothing is shared. */
  public boolean isNone() {
    return overlaps.isEmpty();
  }

  /** The IDs of the patients that are in more than one part; numbers in their order. */
  public List<String> patients() {
    return overlaps.stream()
        .flatMap(overlap -> overlap.patients().stream())
        .distinct()
        .sorted(BY_NUMBER)
        .toList();
  }

  /** The names of the pictures that are in more than one part, sorted. */
  public List<String> images() {
    return overlaps.stream()
        .flatMap(overlap -> overlap.images().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Pictures that are in more than one part under different names. Every file is read for it, once,
   * which takes as long as {@code films.files()}.
   */
  public PictureLeaks pictures() {
    return PictureLeaks.among(parts);
  }

  /** "10" comes after "9", and names after numbers. */
  static final Comparator<String> BY_NUMBER =
      Comparator.comparing((String id) -> !isNumber(id))
          .thenComparing(id -> isNumber(id) ? id.length() : 0)
          .thenComparing(Comparator.naturalOrder());

  private static boolean isNumber(String id) {
    return id.matches("0|[1-9]\\d*");
  }

  /**
   * Returns this if nothing is shared.
   *
   * @throws CxrlabException naming the patients and pictures that are
   */
  public Leakage requireNone() {
    if (!isNone()) {
      throw new CxrlabException(sentence() + " Divide by patient, with PatientSplit.of(films).");
    }
    return this;
  }

  /** The leak, or that there is none, in words. */
  String sentence() {
    if (isNone()) {
      return "No patient is in two parts.";
    }
    List<String> patients = patients();
    String words =
        Text.format(
            "%,d %s in more than one part: %s.",
            patients.size(), patients.size() == 1 ? "patient is" : "patients are", some(patients));
    List<String> images = images();
    return images.isEmpty()
        ? words
        : words + Text.format(" So are %,d pictures: %s.", images.size(), some(images));
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() <= NAMED
        ? first
        : first + Text.format(" and %,d more", names.size() - NAMED);
  }

  /**
   * Films of the same patients, from two parts; rows of the table where the pictures are missing.
   *
   * @param patients how many patients to show at most
   */
  public Figure examples(int patients) {
    if (isNone()) {
      return new Note(sentence());
    }
    return overlaps.stream()
        .max(Comparator.comparingInt(overlap -> overlap.patients().size()))
        .orElseThrow()
        .examples(patients);
  }

  @Override
  public Figure figure() {
    if (isNone()) {
      return new Note(sentence());
    }
    var table =
        TableFigure.columns(
                "Part",
                "and part",
                "Patients in both",
                "Films in one",
                "in the other",
                "Pictures in both")
            .caption("Leaks")
            .note(sentence());
    overlaps.forEach(
        o ->
            table.row(
                o.firstName(),
                o.secondName(),
                o.patients().size(),
                o.first().size(),
                o.second().size(),
                o.images().size()));
    return table.build();
  }
}
