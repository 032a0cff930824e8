package org.cxrlab.figure;

import java.util.Locale;

/** How values are written in tables: the same everywhere. */
public final class Numbers {
  private Numbers() {}

  /**
   * Integers with a comma at each thousand; other numbers to three decimals; NaN as a dash, which
   * means "not defined"; null as an empty cell; anything else by its toString.
   */
  public static String show(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double || value instanceof Float) {
      double d = ((Number) value).doubleValue();
      return Double.isNaN(d) ? "–" : String.format(Locale.ROOT, "%.3f", d);
    }
    if (value instanceof Number n) {
      return String.format(Locale.ROOT, "%,d", n.longValue());
    }
    return value.toString();
  }

  /** A share of one as a percentage with one decimal, NaN as a dash. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
