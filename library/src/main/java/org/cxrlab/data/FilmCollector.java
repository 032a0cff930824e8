package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;

/** Makes films of the rows of a table, and accounts for each row and value. */
final class FilmCollector {
  static final String NO_PATIENT =
      "have no patient's ID, so that a split can't hold patients apart; each counts as a patient of its own";

  private final CsvReader csv;
  private final TableColumns columns;
  private final Labels labels;
  private final Pictures pictures;
  private final SourceLog log = new SourceLog();
  private final String rows;
  private final FilmCells cells;
  private final PatientIds patients;
  private final List<Film> films = new ArrayList<>();
  private final SameImage same;

  /** The place of each picture's film. */
  private final Places places = new Places();

  private int ownPatients;

  /**
   * @param csv stands before its first row
   * @param columns of which one names pictures
   */
  FilmCollector(CsvReader csv, TableColumns columns, Pictures pictures) {
    this.csv = csv;
    this.columns = columns;
    this.pictures = pictures;
    labels = columns.labels();
    rows = FilmCells.rows(csv.file());
    patients = patients(name(), log);
    cells = new FilmCells(csv, columns, log);
    same = same(columns, cells.inWords(), rows, log);
  }

  /** The patients of a table, told of under its name. */
  static PatientIds patients(String name, SourceLog log) {
    return new PatientIds("patient IDs of " + name, log);
  }

  /** What several rows of a picture become. */
  static SameImage same(TableColumns columns, boolean inWords, String rows, SourceLog log) {
    return new SameImage(columns.labels(), inWords, rows, columns.one(ColumnRole.READER) >= 0, log);
  }

  private String name() {
    return csv.file().getFileName().toString();
  }

  /** Tells what the columns and so the labels were taken for. */
  static void tellColumns(TableColumns columns, String name, SourceLog log) {
    columns.tell(name, log);
    if (columns.labels().size() == 0) {
      log.decided("labels of " + name, "are none: no column holds 0 and 1", "");
    }
  }

  /** Tells of films without a patient, if there are any. */
  static void tellOwnPatients(long count, String name, SourceLog log) {
    if (count > 0) {
      log.value("films of " + name, NO_PATIENT, count);
    }
  }

  /**
   * Reads all rows.
   *
   * @throws TableException if none can be read
   */
  Films read() {
    tellColumns(columns, name(), log);
    int count = 0;
    while (csv.next()) {
      count++;
      String picture = cells.picture();
      if (!picture.isEmpty()) {
        add(picture);
      }
    }
    patients.tellCapitals();
    csv.tell(log);
    List<Film> left = same.withoutTwoPatients(films);
    if (left.isEmpty()) {
      throw cells.first() == null ? noFilms(csv) : cells.first();
    }
    log.used(rows, count - log.leftOut(rows), "were read");
    tellOwnPatients(ownPatients - same.patientsAdded(), name(), log);
    Films read = new Films(name(), labels, left).from(log.source());
    return cells.inWords() || left.stream().allMatch(film -> film.details().isSettled())
        ? read
        : read.uncertain(UncertainLabels.unknown());
  }

  /** The complaint about a table that ends with its header. */
  static TableException noFilms(CsvReader csv) {
    return new TableException(csv.file() + " has a header but no films; add a row for each film.");
  }

  /** Adds the film of the current row. */
  private void add(String picture) {
    Film film = cells.film(picture, pictures.expected(picture), patient(picture));
    int place = places.of(picture);
    if (place == films.size()) {
      films.add(film);
    } else {
      films.set(place, same.merge(films.get(place), film, csv.row()));
    }
  }

  private String patient(String picture) {
    String written = cells.patient();
    if (written == null) {
      ownPatients++;
      return picture;
    }
    return patients.id(written, csv.row());
  }
}
