package org.cxrlab.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cxrlab.figure.Text;

/**
 * What the row at hand tells of a film, by the roles of the columns; it accounts for rows that tell
 * of none, and for cells that can't be read.
 */
final class FilmCells {
  private final CsvReader csv;
  private final int image;
  private final int patient;
  private final int age;
  private final int sex;
  private final int[] views;
  private final Labels labels;
  private final boolean inWords;
  private final Supplier<List<Float>> values;

  /** What a row leaves open: uncertain and blank labels. */
  private final Supplier<FilmDetails> open;

  private final RowBoxes boxes;
  private final SourceLog log;
  private final Map<List<Float>, List<Float>> known = new HashMap<>();
  private final Map<String, Age> ages = new HashMap<>();
  private final Map<String, String> sexes = new HashMap<>();
  private final Map<String, String> knownViews = new HashMap<>();
  private TableException first;
  private int firstRow;

  /**
   * @param csv stands before its first row
   * @param columns of which one names pictures
   */
  FilmCells(CsvReader csv, TableColumns columns, SourceLog log) {
    this.csv = csv;
    this.log = log;
    image = columns.image();
    patient = columns.patient();
    age = columns.one(ColumnRole.AGE);
    sex = columns.one(ColumnRole.SEX);
    views = columns.views();
    labels = columns.labels();
    int[] cells = columns.with(ColumnRole.LABEL);
    int found = columns.one(ColumnRole.FINDINGS);
    FindingCells findings = found < 0 ? null : new FindingCells(csv, labels, found, log);
    inWords = cells.length == 0;
    LabelCells inCells = inWords ? null : new LabelCells(csv, labels.names(), cells, log);
    values = labels.size() == 0 ? List::of : inWords ? findings::values : inCells::values;
    open = inWords ? () -> FilmDetails.NONE : inCells::open;
    boxes = new RowBoxes(csv, columns, findings, labels, log);
  }

  /** What the rows are called in the account. */
  static String rows(Path file) {
    return "rows of " + file.getFileName();
  }

  private String of(String things) {
    return things + " of " + csv.file().getFileName();
  }

  /** Whether labels are words in one cell, or there are none. */
  boolean inWords() {
    return inWords;
  }

  /** Why the first row was left out of which no film is told; null if there is no such row. */
  TableException first() {
    return first;
  }

  /** The number of that row; 0 if there is none. */
  int firstRow() {
    return firstRow;
  }

  /** The name of the row's picture; empty if the row tells of no film, which is accounted for. */
  String picture() {
    String problem = csv.problem();
    if (!problem.isEmpty()) {
      leaveOut(
          csv.error(problem),
          problem.startsWith("has")
              ? "have more or fewer cells than the header"
              : "hold a NUL, which no text has");
      return "";
    }
    String picture = ImageColumn.name(csv, image);
    if (picture.isEmpty()) {
      leaveOut(csv.error(image, "is empty; write the picture's file name"), "name no picture");
    }
    return picture;
  }

  private void leaveOut(TableException complaint, String why) {
    if (first == null) {
      first = complaint;
      firstRow = csv.row();
    }
    log.leftOut(rows(csv.file()), why, Text.format("row %d", csv.row()));
  }

  /** The patient's ID as it is written; null if there is none. */
  String patient() {
    String written = csv.get(patient);
    return patient < 0 || LabelCells.isUnknown(written) ? null : written;
  }

  /** The row's film. */
  Film film(String picture, Path path, String patientId) {
    List<Float> row = values.get();
    return new Film(
        picture,
        path,
        patientId,
        labels,
        // A hundred thousand films share some hundred combinations of labels.
        inWords ? row : known.computeIfAbsent(row, List::copyOf),
        boxes.boxes(row),
        view(),
        age(),
        sex(),
        open.get());
  }

  private String view() {
    for (int column : views) {
      String view =
          knownViews.computeIfAbsent(
              csv.get(column), v -> LabelCells.isUnknown(v) ? "" : FilmView.words(v));
      if (!view.isEmpty()) {
        return view;
      }
    }
    return "";
  }

  private double age() {
    String written = csv.get(age);
    Age read = ages.computeIfAbsent(written, Age::of);
    if (!read.remark().isEmpty()) {
      log.value(of("ages"), read.remark(), Text.format("row %d: %s", csv.row(), written));
    }
    return read.years();
  }

  private String sex() {
    String read = sexes.computeIfAbsent(csv.get(sex), Sex::of);
    if (read.isEmpty() || read.equals("F") || read.equals("M")) {
      return read;
    }
    log.value(of("sexes"), Sex.NEITHER, Text.format("row %d: %s", csv.row(), read));
    return "";
  }
}
