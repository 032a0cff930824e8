package org.cxrlab.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.TableException;
import org.cxrlab.figure.Text;

/** Probabilities from a file of any model: a column Image, and a column for each label. */
record PredictionTable(Path file, List<String> columns, Map<String, double[]> rows) {
  private static final String IMAGE = "Image";

  /** Columns that a table of predictions may carry along. */
  private static final Set<String> NOT_PROBABILITIES = Set.of(IMAGE, "PatientId", "");

  static PredictionTable read(Path file) {
    try (var csv = CsvReader.open(file)) {
      int image = csv.column(IMAGE);
      List<String> columns =
          csv.header().stream().filter(c -> !NOT_PROBABILITIES.contains(c)).toList();
      int[] positions = columns.stream().mapToInt(csv.header()::indexOf).toArray();
      Map<String, double[]> rows = new HashMap<>();
      while (csv.next()) {
        csv.checkWidth();
        double[] probabilities = new double[positions.length];
        for (int c = 0; c < positions.length; c++) {
          probabilities[c] = probability(csv, positions[c]);
        }
        if (rows.put(csv.get(image), probabilities) != null) {
          throw csv.error("has the image " + csv.get(image) + " a second time; keep one");
        }
      }
      return new PredictionTable(file, columns, rows);
    }
  }

  private static double probability(CsvReader csv, int column) {
    double value = csv.number(column, "a probability from 0 to 1 belongs");
    if (!(value >= 0 && value <= 1)) {
      throw csv.error(
          column,
          "holds "
              + csv.get(column)
              + " where a probability from 0 to 1 belongs; if these are logits, apply"
              + " the sigmoid first");
    }
    return value;
  }

  /** Films and predictions of the same image, the films' order and the predictions' labels. */
  Evaluation against(Films films) {
    List<String> shared = columns.stream().filter(films.labels().names()::contains).toList();
    if (shared.isEmpty()) {
      throw new TableException(
          Text.format(
              "%s has no column for any of the labels %s, only %s; name its columns as the labels.",
              file, films.labels().names(), columns));
    }
    List<Film> matched = films.stream().filter(f -> rows.containsKey(f.image())).toList();
    if (matched.isEmpty()) {
      throw new TableException(
          Text.format(
                  "No image of %s has a row in the table of labels: the one has images such as %s, the",
                  file, rows.keySet().stream().sorted().findFirst().orElse("none"))
              + " other such as "
              + films.stream().map(Film::image).findFirst().orElse("none")
              + ". Write them alike.");
    }
    double[][] probabilities = new double[shared.size()][matched.size()];
    float[][] truth = new float[shared.size()][matched.size()];
    for (int l = 0; l < shared.size(); l++) {
      int column = columns.indexOf(shared.get(l));
      int label = films.labels().indexOf(shared.get(l));
      for (int i = 0; i < matched.size(); i++) {
        probabilities[l][i] = rows.get(matched.get(i).image())[column];
        truth[l][i] = matched.get(i).settled(label);
      }
    }
    var cases =
        new Cases(
            new Labels(shared),
            matched.stream().map(Film::image).toList(),
            matched.stream().map(Film::patient).toList(),
            probabilities,
            truth);
    return Evaluation.of(cases, unmatched(films, matched, shared));
  }

  private Unmatched unmatched(Films films, List<Film> matched, List<String> shared) {
    Set<String> found = new HashSet<>(matched.stream().map(Film::image).toList());
    List<String> otherColumns = new ArrayList<>(columns);
    otherColumns.removeAll(shared);
    return new Unmatched(
        rows.keySet().stream().filter(i -> !found.contains(i)).sorted().toList(),
        films.stream().map(Film::image).filter(i -> !rows.containsKey(i)).toList(),
        otherColumns);
  }
}
