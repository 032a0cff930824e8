package org.cxrlab.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of comma-separated values, quoted where they must be, as RFC 4180 has them. */
final class CsvText {
  private CsvText() {}

  /** One row with its line's end; null is an empty cell. */
  static String row(List<String> cells) {
    return cells.stream().map(CsvText::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String text) {
    if (text == null) {
      return "";
    }
    return needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * Where a separator, a quote or a line's end is in it, or blanks around it that would be lost.
   */
  private static boolean needsQuotes(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')
        || !text.equals(text.strip());
  }
}
