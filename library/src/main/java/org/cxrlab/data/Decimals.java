package org.cxrlab.data;

import java.util.regex.Pattern;

/** Numbers as tables write them, with a decimal point or a decimal comma. */
final class Decimals {
  private static final Pattern PLAIN =
      Pattern.compile("[+-]?(\\d+([.,]\\d*)?|[.,]\\d+)([eE][+-]?\\d{1,3})?");

  private Decimals() {}

  /** The number, or NaN for any other text: what only Java takes for a number is none. */
  static double parse(String text) {
    // \d is a Latin digit alone, and no thousands are set apart: "1,234" is 1.234 here.
    return PLAIN.matcher(text).matches() ? Double.parseDouble(text.replace(',', '.')) : Double.NaN;
  }
}
