package org.cxrlab.data;

import org.cxrlab.figure.Text;

/** The rows of a part of a table, each as far as it tells of a film by itself. */
public final class PartRows implements AutoCloseable {
  private final CsvReader csv;
  private final SourceLog log = new SourceLog();
  private final FilmCells cells;
  private final TableTotals totals;
  private String image;
  private String patient;
  private byte[] film;

  PartRows(CsvReader csv, TableColumns columns, TableTotals totals) {
    this.csv = csv;
    this.totals = totals;
    cells = new FilmCells(csv, columns, log);
  }

  /**
   * Moves to the next row that tells of a film; false at the end.
   *
   * @throws TableException if the file can't be read on
   */
  public boolean next() {
    while (csv.next()) {
      totals.rows++;
      image = cells.picture();
      if (!image.isEmpty()) {
        patient = cells.patient();
        totals.ownPatients += patient == null ? 1 : 0;
        film = CodedFilm.of(cells.film(image, null, image));
        return true;
      }
    }
    return false;
  }

  /** The picture's name. */
  public String image() {
    return image;
  }

  /** The row's number, the header being row 1. */
  public int row() {
    return csv.row();
  }

  /** The patient's ID as the row has it; null if it has none. */
  public String patient() {
    return patient;
  }

  /** What else the row tells of the film. */
  public byte[] film() {
    return film;
  }

  /**
   * What was counted, after the last row.
   *
   * @param last whether the file ends with this part
   * @throws TableException if the part ended within a row
   */
  public TableTotals end(boolean last) {
    if (csv.endedInQuote() && !last) {
      throw new TableException(
          Text.format("%s has changed while it was read; start it again.", csv.file()));
    }
    csv.tellLooseQuotes(log);
    totals.foreign = csv.encoding().equals(TableText.WINDOWS_IN_WORDS);
    totals.account.add(log.source());
    if (cells.first() != null) {
      totals.complain(cells.first().getMessage(), cells.firstRow());
    }
    return totals;
  }

  @Override
  public void close() {
    csv.close();
  }
}
