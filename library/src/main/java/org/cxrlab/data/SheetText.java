package org.cxrlab.data;

import java.util.regex.Pattern;

/**
 * Text in a table that a spreadsheet must not run: what begins as a formula does has an apostrophe
 * before it, by which spreadsheets themselves mark text, and which is no part of it.
 */
public final class SheetText {
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);

  private SheetText() {}

  /** A text as it is to be written; nearly all are written as they are. */
  public static String written(String text) {
    return FORMULA.matcher(text).matches() ? "'" + text : text;
  }

  /** The text that was written so. */
  public static String read(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
  }
}
