package org.cxrlab.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cxrlab.figure.Text;

/**
 * A column for each label: 1 and 0, yes and no, true and false; an empty cell is a label that
 * nobody knows, and -1 one that is uncertain.
 */
final class LabelCells {
  /** What a cell says. */
  enum Word {
    PRESENT,
    ABSENT,
    UNCERTAIN,
    UNKNOWN,
    NO_LABEL
  }

  private static final Set<String> PRESENT = Set.of("yes", "y", "true", "positive", "present");
  private static final Set<String> ABSENT = Set.of("no", "n", "false", "negative", "absent");
  private static final Set<String> UNCERTAIN = Set.of("uncertain", "equivocal", "indeterminate");
  private static final Set<String> UNKNOWN =
      Set.of(
          "", "nan", "na", "n/a", "#n/a", "<na>", "none", "null", "nil", "unknown", "missing", "?",
          "-", ".");

  private static final int LONGEST_UNKNOWN = 12;

  private final CsvReader csv;
  private final List<String> names;
  private final int[] columns;
  private final SourceLog log;
  private final Map<FilmDetails, FilmDetails> known = new HashMap<>();
  private final Map<String, Float> values = new HashMap<>();

  /**
   * @param names the labels, in their order
   * @param columns of the labels
   */
  LabelCells(CsvReader csv, List<String> names, int[] columns, SourceLog log) {
    this.csv = csv;
    this.names = names;
    this.columns = columns;
    this.log = log;
  }

  /** What a text means. */
  static Word word(String text) {
    // Nearly all cells are one of these.
    switch (text) {
      case "1", "1.0":
        return Word.PRESENT;
      case "0", "0.0":
        return Word.ABSENT;
      case "":
        return Word.UNKNOWN;
      default:
        return otherWord(text.strip().toLowerCase(Locale.ROOT));
    }
  }

  private static Word otherWord(String text) {
    double number = Decimals.parse(text);
    if (number == 1 || PRESENT.contains(text)) {
      return Word.PRESENT;
    }
    if (number == 0 || ABSENT.contains(text)) {
      return Word.ABSENT;
    }
    if (number == -1 || UNCERTAIN.contains(text)) {
      return Word.UNCERTAIN;
    }
    return isUnknown(text) ? Word.UNKNOWN : Word.NO_LABEL;
  }

  /** Whether a cell says in words that nobody knows. */
  static boolean isUnknown(String text) {
    // Nearly all cells that are asked about are numbers or longer than any of these words.
    if (text.length() > LONGEST_UNKNOWN || text.length() > 0 && Character.isDigit(text.charAt(0))) {
      return false;
    }
    return UNKNOWN.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** The labels of the current row. */
  List<Float> values() {
    List<Float> row = new ArrayList<>(columns.length);
    for (int i = 0; i < columns.length; i++) {
      row.add(value(csv.get(columns[i]), i));
    }
    return row;
  }

  /** What the current row leaves open: labels that it calls uncertain, and those that are blank. */
  FilmDetails open() {
    Set<String> uncertain = new HashSet<>();
    Set<String> blank = new HashSet<>();
    for (int i = 0; i < columns.length; i++) {
      String text = csv.get(columns[i]);
      if (text.isEmpty()) {
        blank.add(names.get(i));
      } else if (text.length() > 1 && word(text) == Word.UNCERTAIN) {
        uncertain.add(names.get(i));
      }
    }
    return uncertain.isEmpty() && blank.isEmpty()
        ? FilmDetails.NONE
        : known.computeIfAbsent(new FilmDetails("", "", uncertain, blank), details -> details);
  }

  private Float value(String text, int label) {
    Float known = values.get(text);
    if (known != null) {
      return known;
    }
    Word word = word(text);
    float value =
        switch (word) {
          case PRESENT -> 1;
          case ABSENT -> 0;
          case UNCERTAIN, UNKNOWN, NO_LABEL -> Float.NaN;
        };
    String what = "labels of " + csv.file().getFileName();
    String example = Text.format("row %d, %s: \"%s\"", csv.row(), names.get(label), text);
    if (word == Word.NO_LABEL) {
      log.value(what, "are none of 0, 1, -1 and their words, and taken for unknown", example);
    } else {
      // Those that are told are read anew each time.
      values.put(text, value);
    }
    return value;
  }
}
