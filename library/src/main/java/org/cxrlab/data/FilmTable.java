package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * A table of films that is about to be read: the role of each column, and why it has it. What the
 * rules got wrong is put right by a call, and {@link #films()} reads the films:
 *
 * <pre>{@code
 * Films.table(csv).image("Path").patient("subject_id").labels("Edema", "Mass").films();
 * }</pre>
 *
 * <p>Immutable; every method gives a new one. Names of columns are those of the header; other
 * capitals, blanks and underscores don't matter.
 *
 * <p>A row that can't be read costs that row, a value that value; {@link Films#source()} has each.
 * Equal rows of a picture are one film. Where rows of a picture contradict each other, that value
 * is unknown; where they name two patients, the picture is left out; where they have boxes, the
 * film has all of them.
 */
public final class FilmTable implements Showable {
  private final Path file;
  private final List<String> header;
  private final List<ColumnScan> scans;
  private final Map<String, ColumnRole> asked;
  private final Path pictures;
  private final TableColumns columns;

  /** Why no row can be read; null where some can. */
  private final TableException noRows;

  private FilmTable(
      Path file,
      List<String> header,
      List<ColumnScan> scans,
      Map<String, ColumnRole> asked,
      Path pictures,
      TableException noRows) {
    this.file = file;
    this.header = header;
    this.scans = scans;
    this.asked = asked;
    this.pictures = pictures;
    this.noRows = noRows;
    columns = new TableColumns(header, scans, asked);
  }

  /**
   * Looks at a table.
   *
   * @throws TableException if it can't be read
   */
  static FilmTable of(Path file) {
    try (var csv = CsvReader.open(file)) {
      List<ColumnScan> scans = new ArrayList<>();
      return TableColumns.isTold(csv.header())
          ? new FilmTable(file, csv.header(), scans, Map.of(), null, null)
          : new FilmTable(file, csv.header(), scans, Map.of(), null, scan(csv, scans));
    }
  }

  /**
   * A table that was looked at in parts.
   *
   * @param noRows why no row can be read; null where some can
   */
  static FilmTable scanned(
      Path file, List<String> header, List<ColumnScan> scans, TableException noRows) {
    return new FilmTable(file, header, scans, Map.of(), null, noRows);
  }

  /** Looks at all rows; gives why none can be read, or null. */
  private static TableException scan(CsvReader csv, List<ColumnScan> scans) {
    csv.header().forEach(name -> scans.add(new ColumnScan()));
    TableException first = null;
    boolean some = false;
    while (csv.next()) {
      String problem = csv.problem();
      if (problem.isEmpty()) {
        some = true;
        for (int i = 0; i < scans.size(); i++) {
          scans.get(i).add(csv.get(i));
        }
      } else if (first == null) {
        first = csv.error(problem);
      }
    }
    return some ? null : first == null ? FilmCollector.noFilms(csv) : first;
  }

  /** The column with the picture's name or path. */
  public FilmTable image(String column) {
    return with(ColumnRole.IMAGE, column);
  }

  /** The column with the patient's ID. */
  public FilmTable patient(String column) {
    return with(ColumnRole.PATIENT, column);
  }

  /** The column with the view, such as "PA" and "AP". */
  public FilmTable view(String column) {
    return with(ColumnRole.VIEW, column);
  }

  /** The column with the age. */
  public FilmTable age(String column) {
    return with(ColumnRole.AGE, column);
  }

  /** The column with the sex. */
  public FilmTable sex(String column) {
    return with(ColumnRole.SEX, column);
  }

  /** The columns that are labels; no other is. */
  public FilmTable labels(String... labels) {
    return with(ColumnRole.LABEL, labels);
  }

  /** The column in which all findings of a row stand in words, such as "Edema|Mass". */
  public FilmTable findings(String column) {
    return with(ColumnRole.FINDINGS, column);
  }

  /** Columns that are not to be read. */
  public FilmTable without(String... names) {
    return with(ColumnRole.DESCRIPTION, names);
  }

  /** The folder of the pictures, where it is not the table's own. */
  public FilmTable pictures(Path folder) {
    return new FilmTable(file, header, scans, asked, folder, noRows);
  }

  private FilmTable with(ColumnRole role, String... names) {
    Map<String, ColumnRole> roles = new LinkedHashMap<>(asked);
    if (role != ColumnRole.DESCRIPTION) {
      roles.values().removeIf(other -> other == role);
    }
    for (String name : names) {
      roles.put(header.get(column(name)), role);
    }
    return new FilmTable(file, header, scans, roles, pictures, noRows);
  }

  private int column(String name) {
    int exact = header.indexOf(name);
    int loose = header.stream().map(CsvReader::key).toList().indexOf(CsvReader.key(name));
    if (exact < 0 && loose < 0) {
      throw new TableException(
          Text.format("%s has no column \"%s\"; it has %s.", file, name, columns.words()));
    }
    return exact < 0 ? loose : exact;
  }

  /** The names of the columns with a role, in the table's order. */
  public List<String> columns(ColumnRole role) {
    return Arrays.stream(columns.with(role)).mapToObj(header::get).toList();
  }

  /** Whether a column of this name tells something about films or rows, and is no finding. */
  public static boolean isHelper(String name) {
    return isPatient(name)
        || ColumnNames.isIndex(name)
        || ColumnNames.isSplit(name)
        || ColumnNames.isDescription(name);
  }

  /** Whether a column of this name holds patients' IDs. */
  public static boolean isPatient(String name) {
    return ColumnNames.PATIENT.contains(CsvReader.key(name));
  }

  /**
   * The name of the column with a role that one column alone has.
   *
   * @throws TableException if there is none
   */
  public String column(ColumnRole role) {
    return columns(role).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new TableException(
                    Text.format(
                        "%s has no column for the role %s, only %s.",
                        file, role.words(), columns.words())));
  }

  /** The labels that the films would have. */
  public Labels labels() {
    return columns.labels();
  }

  /** Whether films can be read: it names pictures, and tells labels or at least patients. */
  boolean isOfFilms() {
    return columns.image() >= 0 && tellsOfFilms();
  }

  /** Why they can't; empty where they can. */
  String whyNotOfFilms() {
    return columns.image() < 0
        ? "no column names pictures"
        : tellsOfFilms() ? "" : "no column tells a label or a patient";
  }

  /** Whether there is more than one column. */
  boolean isSeparated() {
    return header.size() > 1;
  }

  /** Whether a column tells patients. */
  boolean tellsPatients() {
    return columns.patient() >= 0;
  }

  /** Names of all columns, shortened, for a sentence. */
  String headerInWords() {
    String names = String.join(", ", header);
    return names.length() > 80 ? names.substring(0, 80) + "…" : names;
  }

  private boolean tellsOfFilms() {
    return columns.labels().size() > 0 || columns.patient() >= 0;
  }

  /**
   * The same table.
   *
   * @throws TableException if no column is a label
   */
  FilmTable withLabels() {
    if (noRows == null && columns.image() >= 0 && columns.labels().size() == 0) {
      throw new TableException(
          Text.format(
              "%s has no label, only %s; add a column of 0 and 1 for each finding, or name those that are by Films.table(csv).labels(\"…\").films().",
              file, columns.words()));
    }
    return this;
  }

  /**
   * Reads the films. A table without labels that tells patients gives films without labels.
   *
   * @throws TableException if no column names pictures, none tells of a label or a patient, or no
   *     row can be read
   */
  public Films films() {
    Pictures named =
        pictures == null ? Pictures.beside(file) : Pictures.below(pictures).namedBy(file);
    return RowPictures.place(read(named), named);
  }

  /**
   * Reads the rows for what they tell, and looks for no picture: no folder is listed, and {@link
   * Films#source()} is about the table alone.
   *
   * @throws TableException as {@link #films()}
   */
  public Films withoutPictures() {
    Path folder = file.toAbsolutePath().getParent();
    return read(Pictures.of(FolderListing.none(folder)));
  }

  Films read(Pictures folder) {
    TableColumns roles = readable();
    try (var csv = CsvReader.open(file)) {
      return new FilmCollector(csv, roles, folder).read();
    }
  }

  /**
   * The roles of the columns.
   *
   * @throws TableException as {@link #films()}
   */
  TableColumns readable() {
    if (noRows != null) {
      throw noRows;
    }
    if (columns.image() < 0) {
      throw new TableException(
          Text.format(
              "%s has no column that names pictures, only %s; rename the one that does to Image, or read it by Films.table(csv).image(\"…\").films().",
              file, columns.words()));
    }
    if (!tellsOfFilms()) {
      withLabels();
    }
    return columns;
  }

  /** Each column with its role, why it has it, and its first cells. */
  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("Column", "Role", "Why", "First cells")
            .caption(
                Text.format(
                    "%s: %s, %s",
                    file.getFileName(),
                    Text.count(header.size(), "column"),
                    Text.count(columns.labels().size(), "label")))
            .note(
                "films() reads it so. Other roles: image(…), patient(…), labels(…), findings(…),"
                    + " view(…), age(…), sex(…), without(…).");
    List<List<String>> examples = examples();
    IntStream.range(0, header.size())
        .forEach(
            i ->
                table.row(
                    header.get(i),
                    columns.role(i).words(),
                    columns.reason(i),
                    String.join(", ", examples.get(i))));
    return table.build();
  }

  private List<List<String>> examples() {
    if (!scans.isEmpty()) {
      return scans.stream().map(ColumnScan::examples).toList();
    }
    List<List<String>> examples = new ArrayList<>();
    header.forEach(name -> examples.add(new ArrayList<>()));
    try (var csv = CsvReader.open(file)) {
      for (int row = 0; row < 3 && csv.next(); row++) {
        for (int i = 0; i < header.size(); i++) {
          examples.get(i).add(csv.get(i));
        }
      }
    }
    return examples;
  }

  @Override
  public String toString() {
    return file.getFileName() + ": " + columns.words();
  }
}
