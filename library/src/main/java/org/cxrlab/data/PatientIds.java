package org.cxrlab.data;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/**
 * The patients of a table. IDs that are the same number are one patient, however spreadsheets and
 * other programs wrote it: 00013118, 13118 and 13118.0. Each keeps the ID as first written.
 */
public final class PatientIds {
  /** A number as spreadsheets shorten it: 1.23457E+11. */
  private static final Pattern ROUNDED = Pattern.compile("\\d+[.,]\\d+[eE]\\+?\\d+");

  private final String what;
  private final SourceLog log;
  private final Map<String, String> firstWritten = new HashMap<>();

  /** Of these the IDs that are no number, in the table's order. */
  private final Map<String, String> lettered = new LinkedHashMap<>();

  private final Set<String> others = new HashSet<>();
  private String lastWritten;
  private String last;

  PatientIds(String what, SourceLog log) {
    this.what = what;
    this.log = log;
  }

  /**
   * The ID as it is compared: without a spreadsheet's marks for text, letters and digits of full
   * width as ordinary ones, a whole number without leading zeros and decimals.
   */
  public static String key(String written) {
    String id = plain(written);
    int digits = 0;
    while (digits < id.length() && id.charAt(digits) >= '0' && id.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || !isZeros(id, digits)) {
      return id;
    }
    int from = 0;
    while (from < digits - 1 && id.charAt(from) == '0') {
      from++;
    }
    return id.substring(from, digits);
  }

  /** The ID without marks that a spreadsheet puts around text, in ordinary digits. */
  static String plain(String written) {
    boolean marked = !written.isEmpty() && (written.charAt(0) == '=' || written.charAt(0) == '\'');
    String id = marked ? SheetText.read(written) : written;
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) > '~') {
        return withLatinDigits(id);
      }
    }
    return id;
  }

  private static String withLatinDigits(String id) {
    var latin = new StringBuilder();
    Normalizer.normalize(id, Normalizer.Form.NFKC)
        .codePoints()
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(latin::appendCodePoint);
    return latin.toString();
  }

  /** Whether there is nothing to tell of an ID by itself. */
  static boolean isPlain(String written) {
    return plain(written).equals(written) && !ROUNDED.matcher(written).matches();
  }

  /** Whether nothing follows, or a decimal mark and zeros. */
  private static boolean isZeros(String id, int from) {
    if (from == id.length()) {
      return true;
    }
    if (id.charAt(from) != '.' && id.charAt(from) != ',' || from + 1 == id.length()) {
      return false;
    }
    for (int i = from + 1; i < id.length(); i++) {
      if (id.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  /** The ID to use for the one that is written. */
  String id(String written, int row) {
    // The films of a patient stand together in most tables.
    if (!written.equals(lastWritten)) {
      lastWritten = written;
      last = find(written, row);
    }
    return last;
  }

  private String find(String cell, int row) {
    String written = plain(cell);
    if (!written.equals(cell) && others.add(cell)) {
      log.value(
          what,
          "have marks of a spreadsheet or digits of another script, and are taken without them",
          Text.format("row %d: %s is %s", row, cell, written));
    }
    String key = key(written);
    String first = firstWritten.putIfAbsent(key, written);
    if (first == null) {
      if (hasLetter(written)) {
        lettered.put(key, written);
      }
      if (ROUNDED.matcher(written).matches()) {
        log.value(
            what,
            "are rounded numbers, under which a spreadsheet may have put several patients",
            Text.format("row %d: %s", row, written));
      }
      return written;
    }
    if (!first.equals(written) && others.add(written)) {
      log.value(
          what,
          "are the same number written otherwise, and taken for one patient",
          Text.format("row %d: %s is %s", row, written, first));
    }
    return first;
  }

  private static boolean hasLetter(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isLetter(id.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Tells, after the last row, of IDs that differ in capitals alone. */
  void tellCapitals() {
    Map<String, String> small = new HashMap<>();
    lettered.forEach(
        (key, id) -> {
          String other = small.putIfAbsent(key.toLowerCase(Locale.ROOT), id);
          if (other != null) {
            boolean inOrder = other.compareTo(id) < 0;
            log.value(
                what,
                "differ from another in capitals alone, and are two patients here",
                (inOrder ? other : id) + " and " + (inOrder ? id : other));
          }
        });
  }
}
