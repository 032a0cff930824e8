package org.cxrlab.eval;

import java.util.Locale;

/**
 * A measured figure and how sure one can be of it.
 *
 * @param value NaN where it is not defined
 * @param interval its 95 % interval, or {@link Interval#NONE}
 */
public record Estimate(double value, Interval interval) {
  /** A figure without an interval. */
  public static Estimate of(double value) {
    return new Estimate(value, Interval.NONE);
  }

  /** Such as "0.760 (0.712–0.804)", "0.760" where there is no interval, or a dash. */
  @Override
  public String toString() {
    if (Double.isNaN(value)) {
      return "–";
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return interval.isDefined() ? text + " (" + interval + ")" : text;
  }
}
