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
import org.cxrlab.data.FilmTable;
import org.cxrlab.data.Films;
import org.cxrlab.data.ImageColumn;
import org.cxrlab.data.LabelSpelling;
import org.cxrlab.data.Labels;
import org.cxrlab.data.SheetText;
import org.cxrlab.data.TableException;
import org.cxrlab.figure.Text;

/**
 * Probabilities from a file of any model: a column that names the image, and a column for each
 * label.
 *
 * @param labels of the films for which there is a column, in the order of the columns
 * @param rows a probability for each of them, by image
 * @param strangers columns of probabilities of no label of the films
 * @param remarks sentences on other columns and on what was odd
 */
record PredictionTable(
    Path file,
    List<String> labels,
    Map<String, double[]> rows,
    List<String> strangers,
    List<String> remarks) {

  /** Evaluates the predictions of one table on the labels of another. */
  static Evaluation evaluate(Path predictions, Path labels) {
    try (var csv = CsvReader.open(predictions)) {
      int image = ImageColumn.of(csv).position();
      Films films = Films.table(labels).films();
      return new Reading(csv, image, films).table().against(films, labels);
    }
  }

  /** Reads the rows, for the films whose labels are known. */
  private static final class Reading {
    private final CsvReader csv;
    private final int image;
    private final List<String> shared = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private final List<Integer> others = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Reading(CsvReader csv, int image, Films films) {
      this.csv = csv;
      this.image = image;
      List<String> labels = films.labels().names();
      for (int i = 0; i < csv.header().size(); i++) {
        String name = SheetText.read(csv.header().get(i));
        int label = i == image ? -1 : LabelSpelling.indexOf(labels, name);
        if (label < 0 || shared.contains(labels.get(label))) {
          others.add(i);
          continue;
        }
        shared.add(labels.get(label));
        positions.add(i);
        if (!name.equals(labels.get(label))) {
          remarks.add(Text.format("The column \"%s\" is taken for %s.", name, labels.get(label)));
        }
      }
      others.remove((Integer) image);
      if (shared.isEmpty()) {
        throw new TableException(
            Text.format(
                "%s has no column for any of the labels %s, only %s; name its columns as the labels.",
                csv.file(), labels, others.stream().map(csv.header()::get).toList()));
      }
    }

    PredictionTable table() {
      Map<String, double[]> rows = new HashMap<>();
      var names = new ImageColumn(csv, image);
      List<Integer> probable = new ArrayList<>(others);
      probable.removeIf(i -> FilmTable.isHelper(csv.header().get(i)));
      while (csv.next()) {
        csv.checkWidth();
        double[] probabilities = new double[positions.size()];
        for (int c = 0; c < probabilities.length; c++) {
          probabilities[c] = probability(csv, positions.get(c));
        }
        if (rows.put(names.here(), probabilities) != null) {
          throw csv.error("has the image " + names.here() + " a second time; keep one");
        }
        probable.removeIf(i -> !csv.isProbability(i));
      }
      List<String> passedOver =
          others.stream()
              .filter(i -> !probable.contains(i) && !csv.header().get(i).isEmpty())
              .map(csv.header()::get)
              .filter(name -> !FilmTable.isPatient(name))
              .toList();
      if (!passedOver.isEmpty()) {
        remarks.add(
            Text.format(
                "Not used, as no column of probabilities: %s.", String.join(", ", passedOver)));
      }
      String odd = csv.source().summary();
      if (!odd.isEmpty()) {
        remarks.add(Text.format("Of the predictions: %s.", odd));
      }
      return new PredictionTable(
          csv.file(), shared, rows, probable.stream().map(csv.header()::get).toList(), remarks);
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
  private Evaluation against(Films films, Path labelTable) {
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
    double[][] probabilities = new double[labels.size()][matched.size()];
    float[][] truth = new float[labels.size()][matched.size()];
    for (int l = 0; l < labels.size(); l++) {
      int label = films.labels().indexOf(labels.get(l));
      for (int i = 0; i < matched.size(); i++) {
        probabilities[l][i] = rows.get(matched.get(i).image())[l];
        truth[l][i] = matched.get(i).value(label);
      }
    }
    var cases =
        new Cases(
            new Labels(labels),
            matched.stream().map(Film::image).toList(),
            matched.stream().map(Film::patient).toList(),
            probabilities,
            truth);
    return Evaluation.of(cases, unmatched(films, matched, labelTable));
  }

  private Unmatched unmatched(Films films, List<Film> matched, Path labelTable) {
    Set<String> found = new HashSet<>(matched.stream().map(Film::image).toList());
    List<String> all = new ArrayList<>(remarks);
    String lost = films.source().summary();
    if (!lost.isEmpty()) {
      all.add(Text.format("Of %s: %s.", labelTable.getFileName(), lost));
    }
    return new Unmatched(
        rows.keySet().stream().filter(i -> !found.contains(i)).sorted().toList(),
        films.stream().map(Film::image).filter(i -> !rows.containsKey(i)).toList(),
        strangers,
        all);
  }
}
