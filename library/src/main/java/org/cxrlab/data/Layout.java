package org.cxrlab.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a table of text is laid out, told by its first rows.
 *
 * @param separator what stands between cells
 * @param characters how many to pass over at the beginning: the line by which spreadsheets are told
 *     the separator, which is no row
 * @param above lines before the header, each beginning with #
 * @param rowsAbove how many rows stand before the header, blank ones too
 */
record Layout(char separator, int characters, List<String> above, int rowsAbove) {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int LOOKED_AT = 50;

  Layout {
    above = List.copyOf(above);
  }

  /** A row of the beginning: how many cells it has, and the first of them. */
  private record Row(int width, String first) {}

  /** By the beginning of the text. */
  static Layout of(String head) {
    if (head.toLowerCase(Locale.ROOT).startsWith("sep=") && head.length() > 4) {
      int end = head.indexOf('\n') < 0 ? head.indexOf('\r') : head.indexOf('\n');
      if (end > 4 && head.charAt(4) != '\r' && head.substring(5, end).isBlank()) {
        String rest = head.substring(end + 1);
        return withHeader(head.charAt(4), end + 1, rest);
      }
    }
    char best = SEPARATORS[0];
    double most = 0;
    for (char separator : SEPARATORS) {
      double fit = fit(rows(head, separator));
      if (fit > most) {
        best = separator;
        most = fit;
      }
    }
    return withHeader(best, 0, head);
  }

  /** Above 1 where rows have several cells, by how many rows agree with the header. */
  private static double fit(List<Row> rows) {
    int header = headerAfterHashes(rows);
    if (header == rows.size() || rows.get(header).width < 2) {
      return 0;
    }
    int width = rows.get(header).width;
    List<Row> below = rows.subList(header + 1, rows.size()).stream().filter(Layout::some).toList();
    long same = below.stream().filter(row -> row.width == width).count();
    // A table that has a header alone is laid out as that says.
    double share = below.isEmpty() ? 1 : same / (double) below.size();
    return share == 0 ? 0.5 : 1 + share;
  }

  private static boolean some(Row row) {
    return row.width > 1 || !row.first.isEmpty();
  }

  private static Layout withHeader(char separator, int characters, String head) {
    List<Row> rows = rows(head, separator);
    int header = headerAfterHashes(rows);
    if (header == rows.size()) {
      return new Layout(separator, characters, List.of(), 0);
    }
    // A header may itself begin with #, as the name of a column of row numbers.
    int above = header - 1;
    if (above >= 0
        && rows.get(above).width == rows.get(header).width
        && rows.get(above).width > 1
        && !rows.get(above).first.startsWith("# ")) {
      header = above;
    }
    List<String> lines =
        rows.subList(0, header).stream().map(Row::first).filter(l -> !l.isEmpty()).toList();
    return new Layout(separator, characters, lines, header);
  }

  /** The first row that is neither blank nor begins with #; if all do, the first. */
  private static int headerAfterHashes(List<Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (some(rows.get(i)) && !rows.get(i).first.startsWith("#")) {
        return i;
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      if (some(rows.get(i))) {
        return i;
      }
    }
    return rows.size();
  }

  private static List<Row> rows(String head, char separator) {
    var cells = new CsvCells(new StringReader(head), separator);
    List<Row> rows = new ArrayList<>();
    try {
      while (rows.size() < LOOKED_AT && cells.next()) {
        rows.add(new Row(cells.count(), cells.text(0)));
      }
    } catch (CsvCells.TooLong e) {
      // The reader meets the same and says where.
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** The separator in words. */
  String name() {
    return switch (separator) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      case '|' -> "bar";
      default -> "\"" + separator + "\"";
    };
  }
}
