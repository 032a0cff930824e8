package org.cxrlab.data;

import java.nio.file.Path;
import java.util.List;

/** What the readers of public data sets share in reading a table's cells. */
final class SetTable {
  private SetTable() {}

  /** The file's name for sentences and the account. */
  static String name(Path table) {
    return table.getFileName().toString();
  }

  /** The things of an account that a table's rows are. */
  static String rowsOf(CsvReader csv) {
    return "rows of " + name(csv.file());
  }

  /** The header of a table; empty if it is none, as then it is no table of a data set. */
  static List<String> header(Path file) {
    try (var csv = CsvReader.open(file)) {
      return csv.header();
    } catch (TableException noTable) {
      return List.of();
    }
  }

  /** Moves to the next row that has as many cells as the header; false at the end. */
  static boolean next(CsvReader csv, SourceLog log) {
    while (csv.next()) {
      if (csv.width() == csv.header().size()) {
        return true;
      }
      log.leftOut(rowsOf(csv), "have more or fewer cells than the header", "row " + csv.row());
    }
    return false;
  }

  /** An age in years; NaN where the cell is empty, or holds no age, which is told. */
  static double age(CsvReader csv, int column, SourceLog log) {
    Age age = Age.of(csv.get(column));
    if (!age.remark().isEmpty()) {
      log.value("ages of " + name(csv.file()), age.remark(), at(csv, csv.get(column)));
    }
    return age.years();
  }

  /** "F", "M", or empty where it is not told, or is another word, which is told. */
  static String sex(CsvReader csv, int column, SourceLog log) {
    String sex = Sex.of(csv.get(column));
    if (sex.isEmpty() || sex.equals("F") || sex.equals("M")) {
      return sex;
    }
    log.value("sexes of " + name(csv.file()), Sex.NEITHER, at(csv, sex));
    return "";
  }

  /** The view in the words that films have; one that is put in other words is told. */
  static String view(String text, SourceLog log) {
    String words = FilmView.words(text);
    if (!words.equals(text)) {
      log.decided(
          "views \"" + text + "\"", "are taken as " + (words.isEmpty() ? "not told" : words), text);
    }
    return words;
  }

  /** Where something stands, and what: "row 7: 411". */
  static String at(CsvReader csv, String text) {
    return "row " + csv.row() + ": " + text;
  }
}
