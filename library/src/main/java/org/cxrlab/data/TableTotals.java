package org.cxrlab.data;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * What is counted of a part of a table, and of films and patients that were put together from its
 * rows. What several processes have counted is added up.
 */
public final class TableTotals implements Serializable {
  private static final long serialVersionUID = 1;

  final SourceSum account = new SourceSum();
  final FilmTally films;

  /** How many patients have how many films. */
  final TreeMap<Long, Long> patients = new TreeMap<>();

  long rows;

  /** Rows that tell no patient, but for those whose picture has one by another row. */
  long ownPatients;

  /** Whether bytes were taken as Windows-1252. */
  boolean foreign;

  private String complaint;
  private int complaintRow;

  TableTotals(int labels) {
    films = new FilmTally(labels);
  }

  /** Adds what was counted elsewhere. */
  public void add(TableTotals other) {
    account.add(other.account);
    films.add(other.films);
    other.patients.forEach((n, count) -> patients.merge(n, count, Long::sum));
    rows += other.rows;
    ownPatients += other.ownPatients;
    foreign |= other.foreign;
    if (other.complaint != null) {
      complain(other.complaint, other.complaintRow);
    }
  }

  /** Keeps why a row tells of no film, if it is the first. */
  void complain(String sentence, int row) {
    if (complaint == null || row < complaintRow) {
      complaint = sentence;
      complaintRow = row;
    }
  }

  /** Why the first row tells of no film that tells of none; null if all do. */
  String complaint() {
    return complaint;
  }
}
