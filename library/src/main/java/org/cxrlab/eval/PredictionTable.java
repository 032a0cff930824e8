package org.cxrlab.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmTable;
import org.cxrlab.data.Films;
import org.cxrlab.data.ImageColumn;
import org.cxrlab.data.ImageNames;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Source;
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
  /** The last column, in which {@code score} says why a film has no probabilities. */
  private static final String PROBLEM = "Problem";

  private static final int NAMED = 3;

  /**
   * Evaluates the predictions of one table on the labels of another, or of a folder with films, of
   * which the tables alone matter.
   */
  static Evaluation evaluate(Path predictions, Path labels) {
    try (var csv = CsvReader.open(predictions)) {
      int image = ImageColumn.of(csv).position();
      boolean folder = Files.isDirectory(labels);
      Films read = folder ? Films.open(labels) : Films.table(labels).withoutPictures();
      Source account = folder ? withoutFiles(read.source()) : read.source();
      return new Reading(csv, image, read.wholeTable())
          .table()
          .against(read.wholeTable(), told(labels, account));
    }
  }

  /** What a folder's account says of values; rows without a picture are evaluated all the same. */
  private static Source withoutFiles(Source source) {
    return new Source(
        source.entries().stream().filter(entry -> entry.fate() == Source.Fate.VALUE).toList());
  }

  private static String told(Path labels, Source source) {
    String lost = source.summary();
    return lost.isEmpty() ? "" : Text.format("Of %s: %s.", labels.getFileName(), lost);
  }

  /** Reads the rows, for the films whose labels are known. */
  private static final class Reading {
    private final CsvReader csv;
    private final int image;
    private final List<String> shared;
    private final List<Integer> positions;
    private final List<Integer> others;
    private final List<String> remarks;

    /** Of the column of reasons; -1 where there is none. */
    private final int problem;

    Reading(CsvReader csv, int image, Films films) {
      this.csv = csv;
      this.image = image;
      var columns = PredictionColumns.of(csv, image, films.labels().names());
      shared = columns.labels();
      positions = columns.positions();
      others = columns.others();
      remarks = new ArrayList<>(columns.remarks());
      int last = csv.header().size() - 1;
      problem = csv.header().get(last).equals(PROBLEM) && others.contains(last) ? last : -1;
    }

    /** Whether the row at hand says why there are no probabilities. */
    private boolean hasReasonAlone() {
      return problem >= 0
          && !csv.get(problem).isEmpty()
          && positions.stream().allMatch(i -> csv.get(i).isEmpty());
    }

    PredictionTable table() {
      Map<String, double[]> rows = new LinkedHashMap<>();
      var names = new ImageColumn(csv, image);
      List<Integer> probable = new ArrayList<>(others);
      probable.removeIf(i -> i == problem || FilmTable.isHelper(csv.header().get(i)));
      List<Integer> decisions = new ArrayList<>(positions);
      List<String> without = new ArrayList<>();
      while (csv.next()) {
        csv.checkWidth();
        if (hasReasonAlone()) {
          without.add(names.here() + ": " + csv.get(problem));
          continue;
        }
        double[] probabilities = new double[positions.size()];
        for (int c = 0; c < probabilities.length; c++) {
          probabilities[c] = probability(csv, positions.get(c));
          if (probabilities[c] > 0 && probabilities[c] < 1) {
            decisions.remove(positions.get(c));
          }
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
              .filter(name -> problem < 0 || !name.equals(PROBLEM))
              .toList();
      if (!without.isEmpty()) {
        remarks.add(
            Text.format(
                "%s no probabilities in the predictions (%s).",
                Text.count(without.size(), "film") + (without.size() == 1 ? " has" : " have"),
                without.stream().limit(NAMED).collect(Collectors.joining("; "))
                    + (without.size() > NAMED ? "; …" : "")));
      }
      if (!passedOver.isEmpty()) {
        remarks.add(
            Text.format(
                "Not used, as no column of probabilities: %s.", String.join(", ", passedOver)));
      }
      if (!decisions.isEmpty()) {
        remarks.add(
            Text.format(
                "Exactly 0 or 1 in every row, as decisions or labels are and hardly probabilities: %s.",
                decisions.stream().map(csv.header()::get).collect(Collectors.joining(", "))));
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

  /**
   * Films and predictions of the same image, the films' order and the predictions' labels.
   *
   * @param lost a sentence on what of the labels could not be read; may be empty
   */
  private Evaluation against(Films films, String lost) {
    var names = ImageNames.match(films.stream().map(Film::image).toList(), rows.keySet());
    List<Film> matched =
        films.stream().filter(film -> names.found().containsKey(film.image())).toList();
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
    for (int i = 0; i < matched.size(); i++) {
      Film film = matched.get(i);
      double[] row = rows.get(names.found().get(film.image()));
      for (int l = 0; l < labels.size(); l++) {
        probabilities[l][i] = row[l];
        truth[l][i] = film.settled(films.labels().indexOf(labels.get(l)));
      }
    }
    var cases =
        new Cases(
            new Labels(labels),
            matched.stream().map(Film::image).toList(),
            matched.stream().map(Film::patient).toList(),
            probabilities,
            truth);
    return Evaluation.of(cases, unmatched(films, names, lost));
  }

  private Unmatched unmatched(Films films, ImageNames names, String lost) {
    Set<String> found = new HashSet<>(names.found().values());
    List<String> all = new ArrayList<>(names.remarks());
    all.addAll(remarks);
    if (!lost.isEmpty()) {
      all.add(lost);
    }
    return new Unmatched(
        rows.keySet().stream().filter(image -> !found.contains(image)).sorted().toList(),
        films.stream().map(Film::image).filter(image -> !names.found().containsKey(image)).toList(),
        strangers,
        all);
  }
}
