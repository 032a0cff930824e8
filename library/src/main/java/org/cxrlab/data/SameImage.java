package org.cxrlab.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * What becomes of several rows that name one picture. Nothing is guessed: see {@link FilmTable}.
 */
final class SameImage {
  private final Labels labels;
  private final boolean inWords;
  private final String rows;
  private final String readers;
  private final SourceLog log;
  private final Set<String> twoPatients = new HashSet<>();

  /**
   * @param inWords whether each row names findings, so that several rows name more of them
   * @param rows what rows are called in the account
   * @param readers whether a column tells who gave the labels
   */
  SameImage(Labels labels, boolean inWords, String rows, boolean readers, SourceLog log) {
    this.labels = labels;
    this.inWords = inWords && !readers;
    this.rows = rows;
    this.readers = readers ? "; Readers.of(csv, label) takes each reader's" : "";
    this.log = log;
  }

  /** The film of two rows. */
  Film merge(Film film, Film other, CsvReader csv) {
    String example = Text.format("row %d: %s", csv.row(), film.image());
    if (!film.patient().equals(other.patient())) {
      twoPatients.add(film.image());
      log.leftOut(rows, "name another patient for a picture than a row before", example);
      return film;
    }
    List<FindingBox> boxes = new ArrayList<>(new LinkedHashSet<>(film.boxes()));
    boxes.addAll(other.boxes());
    boxes = new ArrayList<>(new LinkedHashSet<>(boxes));
    List<Float> values = new ArrayList<>();
    int differ = 0;
    for (int i = 0; i < labels.size(); i++) {
      boolean equal = Float.compare(film.value(i), other.value(i)) == 0;
      differ += equal ? 0 : 1;
      boolean named = inWords && (film.value(i) == 1 || other.value(i) == 1);
      values.add(equal ? film.values().get(i) : named ? (Float) 1f : (Float) Float.NaN);
      if (!equal && !named) {
        log.value(
            "labels of " + rows.replaceFirst("rows of ", ""),
            "differ between rows of a picture, and are unknown" + readers,
            example + ", " + labels.get(i));
      }
    }
    String view = alike(film.view(), other.view(), "views", example);
    String sex = alike(film.sex(), other.sex(), "sexes", example);
    double age = film.age();
    if (Double.compare(age, other.age()) != 0) {
      log.value("ages", "differ between rows of a picture, and are unknown", example);
      age = Double.NaN;
    }
    if (boxes.size() > film.boxes().size()) {
      log.decided(rows, "have one more box of a film", example);
    } else if (inWords && differ > 0) {
      log.decided(rows, "name more findings of a film", example);
    } else {
      log.leftOut(
          rows,
          differ == 0
              ? "say of a picture what a row before says, and were merged"
              : "are of a picture that a row before has, and were merged",
          example);
    }
    return new Film(
        film.image(), film.path(), film.patient(), labels, values, boxes, view, age, sex);
  }

  private String alike(String one, String other, String what, String example) {
    if (one.equals(other)) {
      return one;
    }
    log.value(what, "differ between rows of a picture, and are unknown", example);
    return "";
  }

  /** The films but for those whose rows name two patients. */
  List<Film> withoutTwoPatients(List<Film> films) {
    if (twoPatients.isEmpty()) {
      return films;
    }
    List<Film> left = new ArrayList<>();
    for (Film film : films) {
      if (twoPatients.contains(film.image())) {
        log.leftOut(
            rows, "are of a picture for which a later row names another patient", film.image());
      } else {
        left.add(film);
      }
    }
    return left;
  }
}
