package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes films of rows that come sorted by picture and row, and counts them. However many rows a
 * picture has, one film is held.
 */
public final class FilmMerge {
  private final TableColumns columns;
  private final Labels labels;
  private final boolean inWords;
  private final String rows;
  private final TableTotals totals;

  /** The picture at hand: its name, its first row, and the first patient that is told. */
  private String image;

  private int row;
  private String patient;
  private int patientRow;
  private byte[] coded;

  /** What several rows became; null while there is one. */
  private Film merged;

  private SameImage same;
  private SourceLog log;
  private List<PatientUse> uses = new ArrayList<>();

  FilmMerge(TableColumns columns, String rows, TableTotals totals) {
    this.columns = columns;
    this.rows = rows;
    this.totals = totals;
    labels = columns.labels();
    inWords = columns.with(ColumnRole.LABEL).length == 0;
  }

  /**
   * Adds a row, and gives the patients of the film that is complete with it: the one before.
   *
   * @param patientId as the row has it; null if it has none
   * @param film by {@link PartRows#film}
   */
  public List<PatientUse> add(String picture, int number, String patientId, byte[] film) {
    if (picture.equals(image)) {
      merge(number, patientId, film);
      return List.of();
    }
    List<PatientUse> before = close();
    image = picture;
    row = number;
    patient = patientId;
    patientRow = number;
    coded = film;
    return before;
  }

  private void merge(int number, String patientId, byte[] film) {
    if (merged == null) {
      log = new SourceLog();
      same = FilmCollector.same(columns, inWords, rows, log);
      merged = CodedFilm.film(image, id(patient), labels, coded);
      use(patient, row);
    }
    use(patientId, number);
    merged = same.merge(merged, CodedFilm.film(image, id(patientId), labels, film), number);
    if (patient == null && patientId != null) {
      patient = patientId;
      patientRow = number;
    }
  }

  private String id(String written) {
    return written == null ? image : PatientIds.key(written);
  }

  private void use(String written, int number) {
    if (written != null) {
      uses.add(PatientUse.of(written, false, number, 0, image));
    }
  }

  /** Counts the film at hand. */
  private List<PatientUse> close() {
    if (image == null) {
      return List.of();
    }
    List<PatientUse> all = uses;
    if (merged == null) {
      count(all);
    } else {
      boolean left = !same.withoutTwoPatients(List.of(merged)).isEmpty();
      totals.account.add(log.source());
      totals.ownPatients -= same.patientsAdded();
      if (left) {
        coded = CodedFilm.of(merged);
        count(all);
      }
      merged = null;
    }
    uses = new ArrayList<>(1);
    return all;
  }

  private void count(List<PatientUse> all) {
    boolean own = patient == null;
    totals.films.add(labels, row, image, own ? image : PatientIds.plain(patient), coded);
    all.add(PatientUse.of(own ? image : patient, own, patientRow, 1, image));
  }

  /** The patients of the last film. */
  public List<PatientUse> end() {
    List<PatientUse> last = close();
    image = null;
    return last;
  }

  /** What was counted. */
  public TableTotals totals() {
    return totals;
  }
}
