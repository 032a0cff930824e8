package org.cxrlab.notebook;

import java.util.List;

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

  /** What is written in the line; where it goes on with a chain of calls, its beginning too. */
  String text() {
    List<String> lines = source.lines().map(String::strip).toList();
    int last = Math.min(number, lines.size()) - 1;
    int first = last;
    while (first > 0 && lines.get(first).startsWith(".")) {
      first--;
    }
    return switch (last - first) {
      case 0 -> lines.get(last);
      case 1 -> lines.get(first) + lines.get(last);
      default -> lines.get(first) + " … " + lines.get(last);
    };
  }
}
