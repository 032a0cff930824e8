package org.cxrlab.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in a table that a spreadsheet must not run: what begins as a formula does has an apostrophe
 * before it, by which spreadsheets themselves mark text, and which is no part of it. Nor are the
 * marks of {@code ="007"}, which keep its zeros.
 */
public final class SheetText {
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);

  /** A text that a spreadsheet must not take for a number: '007, or ="007". */
  private static final Pattern NUMBER = Pattern.compile("'+\\p{Nd}.*", Pattern.DOTALL);

  private static final Pattern QUOTED = Pattern.compile("=\"(.+)\"", Pattern.DOTALL);

  private SheetText() {}

  private static boolean isMarked(String text) {
    return FORMULA.matcher(text).matches() || NUMBER.matcher(text).matches();
  }

  /** A text as it is to be written; nearly all are written as they are. */
  public static String written(String text) {
    return isMarked(text) ? "'" + text : text;
  }

  /** The text that was written so, or that a spreadsheet marked as text. */
  public static String read(String cell) {
    if (cell.startsWith("'")) {
      return isMarked(cell) ? cell.substring(1) : cell;
    }
    if (!cell.startsWith("=\"")) {
      return cell;
    }
    Matcher quoted = QUOTED.matcher(cell);
    return quoted.matches() ? quoted.group(1).strip() : cell;
  }
}
