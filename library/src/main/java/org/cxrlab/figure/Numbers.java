package org.cxrlab.figure;

import java.util.Locale;

/** How values are written in tables: the same everywhere. */
public final class Numbers {
  /** Smaller numbers would be written as 0.000, which they are not. */
  private static final double SMALLEST_PLAIN = 0.0005;

  private Numbers() {}

  /**
   * Whole numbers with a comma at each thousand; other numbers to three decimals, or as 2.0e-5 if
   * they are too small for that; NaN as a dash, which means "not defined"; null as an empty cell;
   * anything else by its toString.
   */
  public static String show(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      return decimal(((Number) value).doubleValue());
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      return Text.format("%,d", ((Number) value).longValue());
    }
    return value instanceof Record ? words(value.toString()) : value.toString();
  }

  /** Java's own text of a record without its class and signs: "share 0.05, seed 7". */
  private static String words(String record) {
    return record.matches("\\w+\\[.*\\]")
        ? record.replaceFirst("^\\w+\\[(.*)\\]$", "$1").replaceAll("(^|, )(\\w+)=", "$1$2 ")
        : record;
  }

  /** A share of one as a percentage with one decimal, NaN as a dash. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "–" : Text.format("%.1f %%", 100 * share);
  }

  /** Ten to the power as Java writes it: 1e-5, not 1e-05. */
  static String scientific(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "e", value)
        .replaceFirst("e\\+?(-?)0*(\\d)", "e$1$2");
  }

  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    if (value != 0 && Math.abs(value) < SMALLEST_PLAIN) {
      return scientific(value, 1);
    }
    return Text.format("%,.3f", value == 0 ? 0.0 : value);
  }
}
