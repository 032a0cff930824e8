package org.cxrlab.notebook;

/**
 * A line of a cell.
 *
 * @param cell the cell's execution count
 * @param number the line's number in the cell, from 1
 * @param source the whole cell
 */
record CellLine(int cell, int number, String source) {
  /** The line in which this character of the cell is. */
  static CellLine at(int cell, String source, int position) {
    return new CellLine(
        cell,
        1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count(),
        source);
  }

  CellLine plus(int lines) {
    return new CellLine(cell, number + lines, source);
  }

  /** What is written in the line. */
  String text() {
    return source.lines().skip(number - 1L).findFirst().orElse("").strip();
  }
}
