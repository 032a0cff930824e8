package org.cxrlab.data;

import java.io.Reader;
import java.util.Iterator;

/**
 * Rows that something else has taken apart, as text with commas and quotes, for what reads rows of
 * text. A row is given on only when the one before it has been read, so it is known which is being
 * read.
 */
final class FedRows extends Reader {
  private final Iterator<TableRow> rows;
  private final StringBuilder text = new StringBuilder();
  private int given;
  private int row;

  FedRows(Iterator<TableRow> rows) {
    this.rows = rows;
  }

  /** The number of the row that is being read. */
  int row() {
    return row;
  }

  @Override
  public int read(char[] to, int from, int length) {
    if (given == text.length() && !fill()) {
      return -1;
    }
    int n = Math.min(length, text.length() - given);
    text.getChars(given, given + n, to, from);
    given += n;
    return n;
  }

  private boolean fill() {
    if (!rows.hasNext()) {
      return false;
    }
    TableRow next = rows.next();
    row = next.row();
    given = 0;
    text.setLength(0);
    for (int i = 0; i < next.cells().size(); i++) {
      text.append(i == 0 ? "" : ",");
      String cell = next.cells().get(i);
      if (cell != null) {
        text.append('"').append(cell.replace("\"", "\"\"")).append('"');
      }
    }
    text.append('\n');
    return true;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
