package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the films of a table while it is read, and checks what holds for every format. */
final class FilmTable {
  private final CsvReader csv;
  private final Labels labels;
  private final Pictures pictures;
  private final List<Film> films = new ArrayList<>();
  private final Map<String, Integer> rowOfImage = new HashMap<>();
  private final Map<String, String> words = new HashMap<>();
  private final Map<List<Float>, List<Float>> known = new HashMap<>();

  FilmTable(CsvReader csv, Labels labels, Pictures pictures) {
    this.csv = csv;
    this.labels = labels;
    this.pictures = pictures;
  }

  /** Adds the film of the current row. */
  void add(
      int imageColumn, int patientColumn, List<Float> values, String view, double age, String sex) {
    String image = csv.get(imageColumn);
    if (image.isEmpty()) {
      throw csv.error(imageColumn, "is empty; write the picture's file name");
    }
    Integer first = rowOfImage.put(image, csv.row());
    if (first != null) {
      throw csv.error(
          "names the picture %s, as row %d does; keep one of the two".formatted(image, first));
    }
    String patient = csv.get(patientColumn);
    if (patient.isEmpty()) {
      throw csv.error(
          patientColumn,
          "is empty for %s; write the patient's ID, as a split by patient needs it"
              .formatted(image));
    }
    films.add(
        new Film(
            image,
            pictures.file(image),
            words.computeIfAbsent(patient, p -> p),
            labels,
            // A hundred thousand films share some hundred combinations of labels.
            known.computeIfAbsent(values, List::copyOf),
            List.of(),
            words.computeIfAbsent(view, v -> v),
            age,
            words.computeIfAbsent(sex, s -> s)));
  }

  /** The films, of which there is at least one. */
  Films films() {
    if (films.isEmpty()) {
      throw new IllegalArgumentException(
          csv.file() + " has a header but no films; add a row for each film.");
    }
    Path name = csv.file().getFileName();
    return new Films(name.toString(), labels, films);
  }
}
