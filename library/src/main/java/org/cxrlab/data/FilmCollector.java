package org.cxrlab.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cxrlab.figure.Text;

/** Makes films of the rows of a table, and accounts for each row and value. */
final class FilmCollector {
  private final CsvReader csv;
  private final TableColumns columns;
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
  private final Pictures pictures;
  private final SourceLog log = new SourceLog();
  private final String rows;
  private final PatientIds patients;
  private final List<Film> films = new ArrayList<>();
  private final SameImage same;

  /** The place of each picture's film. */
  private final Places places = new Places();

  private final Map<List<Float>, List<Float>> known = new HashMap<>();
  private final Map<String, Age> ages = new HashMap<>();
  private final Map<String, String> sexes = new HashMap<>();
  private final Map<String, String> knownViews = new HashMap<>();
  private TableException first;
  private int ownPatients;

  /**
   * @param csv stands before its first row
   * @param image the column that names the picture
   */
  FilmCollector(CsvReader csv, TableColumns columns, int image, Pictures pictures) {
    this.csv = csv;
    this.columns = columns;
    this.image = image;
    this.pictures = pictures;
    patient = columns.patient();
    age = columns.one(ColumnRole.AGE);
    sex = columns.one(ColumnRole.SEX);
    views = columns.views();
    labels = columns.labels();
    rows = "rows of " + name();
    patients = new PatientIds("patient IDs of " + name(), log);
    int[] cells = columns.with(ColumnRole.LABEL);
    int found = columns.one(ColumnRole.FINDINGS);
    FindingCells findings = found < 0 ? null : new FindingCells(csv, labels, found, log);
    inWords = cells.length == 0;
    LabelCells inCells = inWords ? null : new LabelCells(csv, labels.names(), cells, log);
    values = labels.size() == 0 ? List::of : inWords ? findings::values : inCells::values;
    open = inWords ? () -> FilmDetails.NONE : inCells::open;
    same = new SameImage(labels, inWords, rows, columns.one(ColumnRole.READER) >= 0, log);
    boxes = new RowBoxes(csv, columns, findings, labels, log);
  }

  private String name() {
    return csv.file().getFileName().toString();
  }

  /**
   * Reads all rows.
   *
   * @throws TableException if none can be read
   */
  Films read() {
    columns.tell(name(), log);
    if (labels.size() == 0) {
      log.decided("labels of " + name(), "are none: no column holds 0 and 1", "");
    }
    int count = 0;
    while (csv.next()) {
      count++;
      add();
    }
    patients.tellCapitals();
    csv.tell(log);
    List<Film> left = same.withoutTwoPatients(films);
    if (left.isEmpty()) {
      throw first == null ? noFilms(csv) : first;
    }
    log.used(rows, count - log.leftOut(rows), "were read");
    ownPatients -= same.patientsAdded();
    if (ownPatients > 0) {
      log.value(
          "films of " + name(),
          "have no patient's ID, so that a split can't hold patients apart; each counts as a patient of its own",
          ownPatients);
    }
    Films read = new Films(name(), labels, left).from(log.source());
    return inWords || left.stream().allMatch(film -> film.details().isSettled())
        ? read
        : read.uncertain(UncertainLabels.unknown());
  }

  /** The complaint about a table that ends with its header. */
  static TableException noFilms(CsvReader csv) {
    return new TableException(csv.file() + " has a header but no films; add a row for each film.");
  }

  /** Adds the film of the current row. */
  private void add() {
    String problem = csv.problem();
    if (!problem.isEmpty()) {
      leaveOut(
          csv.error(problem),
          problem.startsWith("has")
              ? "have more or fewer cells than the header"
              : "hold a NUL, which no text has",
          "");
      return;
    }
    String picture = ImageColumn.name(csv, image);
    if (picture.isEmpty()) {
      leaveOut(csv.error(image, "is empty; write the picture's file name"), "name no picture", "");
      return;
    }
    Film film = film(picture);
    int place = places.of(picture);
    if (place == films.size()) {
      films.add(film);
    } else {
      films.set(place, same.merge(films.get(place), film, csv));
    }
  }

  private void leaveOut(TableException complaint, String why, String example) {
    first = first == null ? complaint : first;
    log.leftOut(rows, why, Text.format("row %d%s", csv.row(), example));
  }

  private Film film(String picture) {
    List<Float> row = values.get();
    return new Film(
        picture,
        pictures.expected(picture),
        patient(picture),
        labels,
        // A hundred thousand films share some hundred combinations of labels.
        inWords ? row : known.computeIfAbsent(row, List::copyOf),
        boxes.boxes(row),
        view(),
        age(),
        sex(),
        open.get());
  }

  private String patient(String picture) {
    String written = csv.get(patient);
    if (patient < 0 || LabelCells.isUnknown(written)) {
      ownPatients++;
      return picture;
    }
    return patients.id(written, csv.row());
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
      log.value("ages of " + name(), read.remark(), Text.format("row %d: %s", csv.row(), written));
    }
    return read.years();
  }

  private String sex() {
    String read = sexes.computeIfAbsent(csv.get(sex), Sex::of);
    if (read.isEmpty() || read.equals("F") || read.equals("M")) {
      return read;
    }
    log.value("sexes of " + name(), Sex.NEITHER, Text.format("row %d: %s", csv.row(), read));
    return "";
  }
}
