package org.cxrlab;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Whole numbers as files write them. */
public final class WholeNumber {
  /**
   * More than a long has, with its sign, a point and an exponent; longer ones take time to read.
   */
  private static final int LONGEST = 30;

  private WholeNumber() {}

  /** The very number that a text is, such as 12, 12.0 or 1.2e1; empty if no long is. */
  public static OptionalLong of(String text) {
    try {
      return text.length() > LONGEST
          ? OptionalLong.empty()
          : OptionalLong.of(new BigDecimal(text).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
