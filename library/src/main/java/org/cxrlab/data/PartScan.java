package org.cxrlab.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What was seen of a part of a table before its roles are known. */
public final class PartScan implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<ColumnScan> columns = new ArrayList<>();
  private final int firstRow;
  private long lines;
  private boolean some;
  private boolean cut;
  private String complaint;

  private PartScan(int firstRow) {
    this.firstRow = firstRow;
  }

  /**
   * Reads all rows.
   *
   * @param firstRow the number that the first row counts as, for the order of parts
   * @param content whether what stands in the columns matters
   */
  static PartScan of(CsvReader csv, int firstRow, boolean content) {
    var scan = new PartScan(firstRow);
    csv.header().forEach(name -> scan.columns.add(new ColumnScan()));
    while (csv.next()) {
      if (content) {
        scan.add(csv);
      }
    }
    scan.lines = csv.lines();
    scan.cut = csv.endedInQuote();
    return scan;
  }

  private void add(CsvReader csv) {
    String problem = csv.problem();
    if (problem.isEmpty()) {
      some = true;
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).add(csv.get(i));
      }
    } else if (complaint == null) {
      complaint = csv.error(problem).getMessage();
    }
  }

  /** How many rows there are, those that are blank and the header too. */
  public long lines() {
    return lines;
  }

  /** Whether the part ended in the middle of a row, or may have. */
  public boolean isCut() {
    return cut;
  }

  /** The number that its first row counts as. */
  public int firstRow() {
    return firstRow;
  }

  /** The columns over all parts, in their order. */
  static List<ColumnScan> columns(List<PartScan> parts, int columns) {
    List<ColumnScan> all = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      var scan = new ColumnScan();
      for (PartScan part : parts) {
        scan.addAll(part.columns.get(i));
      }
      all.add(scan);
    }
    return all;
  }

  /** Why no row can be read; null where some can. */
  static TableException noRows(List<PartScan> parts, CsvReader csv) {
    return parts.stream().anyMatch(part -> part.some)
        ? null
        : parts.stream()
            .filter(part -> part.complaint != null)
            .findFirst()
            .map(part -> new TableException(part.complaint))
            .orElseGet(() -> FilmCollector.noFilms(csv));
  }
}
