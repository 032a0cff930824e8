package org.cxrlab.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * AUROC per label that others published for one data set, each with its source and its split. Two
 * figures can be compared only if they were measured on the same films; most of these were not.
 *
 * @param studies in order of their year
 */
public record Published(List<Study> studies) implements Showable {
  /**
   * One publication.
   *
   * @param name first author and year
   * @param source where the figures stand
   * @param split which films they were measured on
   * @param aurocs by label
   */
  public record Study(String name, String source, String split, Map<String, Double> aurocs) {
    /** Copies the map. */
    public Study {
      aurocs = Map.copyOf(aurocs);
    }

    /** The plain mean over its labels. */
    public double mean() {
      return aurocs.values().stream().mapToDouble(d -> d).average().orElse(Double.NaN);
    }
  }

  /** Copies the list. */
  public Published {
    studies = List.copyOf(studies);
  }

  /** Figures for NIH's ChestX-ray14. */
  public static Published chestXray14() {
    return read("chestxray14.csv");
  }

  private static Published read(String resource) {
    Table table;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Published.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      table =
          Table.read()
              .usingOptions(
                  CsvReadOptions.builder(reader).columnTypes(name -> ColumnType.STRING).build());
    } catch (IOException e) {
      throw new UncheckedIOException("The table " + resource + " of the library can't be read.", e);
    }
    List<Study> studies = new ArrayList<>();
    for (int c = 1; c < table.columnCount(); c++) {
      Map<String, Double> aurocs = new TreeMap<>();
      for (Row row : table.dropRange(2)) {
        aurocs.put(row.getString(0), Double.parseDouble(row.getString(c)));
      }
      studies.add(
          new Study(table.column(c).name(), table.getString(0, c), table.getString(1, c), aurocs));
    }
    return new Published(studies);
  }

  /** The figures, label by label, and where they come from. */
  @Override
  public Figure figure() {
    List<String> labels =
        studies.stream().flatMap(s -> s.aurocs().keySet().stream()).distinct().sorted().toList();
    return Panel.of(table(labels, null), sources());
  }

  /**
   * These figures beside one's own, for the labels that both know; where there is none, that is
   * said, and the figures stand alone.
   */
  public Figure beside(Evaluation evaluation) {
    List<String> labels =
        evaluation.labels().names().stream()
            .filter(l -> studies.stream().anyMatch(s -> s.aurocs().containsKey(l)))
            .toList();
    return labels.isEmpty()
        ? Panel.of(
            new Note(
                "None of the labels "
                    + String.join(", ", evaluation.labels().names())
                    + " has a published figure; labels are matched as ChestX-ray14 spells them."),
            this)
        : Panel.of(table(labels, evaluation), sources());
  }

  private TableFigure table(List<String> labels, Evaluation own) {
    List<String> columns = new ArrayList<>(List.of("Label"));
    if (own != null) {
      columns.add("here (95 % interval)");
    }
    studies.forEach(s -> columns.add(s.name()));
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption("Published AUROC; comparable only where the films are the same");
    for (String label : labels) {
      List<Object> row = new ArrayList<>(List.of(label));
      if (own != null) {
        row.add(own.scores(label).auroc());
      }
      studies.forEach(s -> row.add(s.aurocs().getOrDefault(label, Double.NaN)));
      table.row(row.toArray());
    }
    if (own == null) {
      List<Object> means = new ArrayList<>(List.of("Mean"));
      studies.forEach(s -> means.add(s.mean()));
      table.row(means.toArray());
    }
    return table.build();
  }

  private TableFigure sources() {
    var table = TableFigure.columns("Study", "Mean AUROC", "Films", "Source").caption("Sources");
    studies.forEach(s -> table.row(s.name(), Numbers.show(s.mean()), s.split(), s.source()));
    return table.build();
  }
}
