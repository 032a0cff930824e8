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

  /** What rows contradict each other in, which no further row decides. */
  private final Set<String> contradicted = new HashSet<>();

  private int patientsAdded;

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

  /**
   * The film of two rows.
   *
   * @param row the number of that which comes later, {@code other}'s
   */
  Film merge(Film film, Film other, int row) {
    String example = Text.format("row %d: %s", row, film.image());
    boolean unknown = film.patient().equals(film.image());
    boolean otherUnknown = other.patient().equals(other.image());
    if (!unknown && !otherUnknown && !film.patient().equals(other.patient())) {
      twoPatients.add(film.image());
      log.leftOut(rows, "name another patient for a picture than a row before", example);
      return film;
    }
    patientsAdded += unknown == otherUnknown ? 0 : 1;
    List<FindingBox> boxes = new ArrayList<>(new LinkedHashSet<>(film.boxes()));
    boxes.addAll(other.boxes());
    boxes = new ArrayList<>(new LinkedHashSet<>(boxes));
    List<Float> values = new ArrayList<>();
    int differ = 0;
    int added = 0;
    for (int i = 0; i < labels.size(); i++) {
      boolean equal = Float.compare(film.value(i), other.value(i)) == 0;
      boolean blank = isBlank(film, i);
      String what = film.image() + '/' + i;
      if (!equal && contradicted.contains(what)) {
        values.add(Float.NaN);
        continue;
      }
      if (!equal && !inWords && (blank || isBlank(other, i))) {
        added++;
        values.add((blank ? other : film).values().get(i));
        continue;
      }
      differ += equal ? 0 : 1;
      boolean named = inWords && (film.value(i) == 1 || other.value(i) == 1);
      values.add(equal ? film.values().get(i) : named ? (Float) 1f : (Float) Float.NaN);
      if (!equal && !named) {
        contradicted.add(what);
        log.value(
            "labels of " + rows.replaceFirst("rows of ", ""),
            "differ between rows of a picture, and are unknown" + readers,
            example + ", " + labels.get(i));
      }
    }
    String view = alike(film, film.view(), other.view(), "views", example);
    String sex = alike(film, film.sex(), other.sex(), "sexes", example);
    double age = film.age();
    if (contradicted.contains("ages/" + film.image())) {
      age = Double.NaN;
    } else if (Double.isNaN(age) || Double.isNaN(other.age())) {
      age = Double.isNaN(age) ? other.age() : age;
    } else if (age != other.age()) {
      contradicted.add("ages/" + film.image());
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
          differ > 0
              ? "are of a picture that a row before has, and were merged"
              : added > 0
                  ? "complete what a row before says of a picture, and were merged"
                  : "say of a picture what a row before says, and were merged",
          example);
    }
    return new Film(
        film.image(),
        film.path(),
        unknown ? other.patient() : film.patient(),
        labels,
        values,
        boxes,
        view,
        age,
        sex,
        film.details().openInBoth(other.details()));
  }

  /** Whether nobody knows the label, and the table does not call it uncertain: nothing is said. */
  private boolean isBlank(Film film, int label) {
    return Float.isNaN(film.value(label))
        && !film.details().uncertain().contains(labels.get(label));
  }

  private String alike(Film film, String one, String other, String what, String example) {
    String where = what + '/' + film.image();
    if (contradicted.contains(where)) {
      return "";
    }
    if (one.equals(other) || one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    contradicted.add(where);
    log.value(what, "differ between rows of a picture, and are unknown", example);
    return "";
  }

  /** How many rows without a patient are of a picture for which another row has one. */
  int patientsAdded() {
    return patientsAdded;
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
