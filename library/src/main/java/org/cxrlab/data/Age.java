package org.cxrlab.data;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/**
 * An age as a table writes it.
 *
 * @param years NaN where it is not known
 * @param remark what is to be told of it, or empty
 */
record Age(double years, String remark) {
  private static final double DAYS = 365.25;
  private static final double OLDEST = 125;
  private static final String NONE = "are no age and taken for unknown";

  /** A number with its unit; or a limit, as ages above 89 are given to keep a patient unknown. */
  private static final Pattern WRITTEN =
      Pattern.compile("([<>]=?|≥|≤)?\\s*(\\d+(?:[.,]\\d+)?)\\s*([a-z]*)\\.?\\s*(\\+)?");

  /** As short as it can be: "57", "0.9", or nothing where it is not known. */
  static String text(double years) {
    if (Double.isNaN(years)) {
      return "";
    }
    return years == Math.rint(years) ? Long.toString((long) years) : Text.format("%.1f", years);
  }

  /**
   * In years: "57", "0,5", or with a unit as DICOM and the first edition of the NIH table have it,
   * "057Y", "011M", "008W" or "003D"; ">89" and "90+" as the number that stands there.
   */
  static Age of(String text) {
    if (LabelCells.isUnknown(text)) {
      return new Age(Double.NaN, "");
    }
    Matcher written = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
    double perYear = written.matches() ? perYear(written.group(3)) : Double.NaN;
    if (Double.isNaN(perYear)) {
      return new Age(Double.NaN, NONE);
    }
    double years = Decimals.parse(written.group(2)) / perYear;
    if (years > OLDEST) {
      return new Age(Double.NaN, NONE);
    }
    boolean limit = written.group(1) != null || written.group(4) != null;
    return new Age(years, limit ? "are a limit and taken for that number" : "");
  }

  private static double perYear(String unit) {
    return switch (unit) {
      case "", "y", "yr", "yrs", "year", "years", "yo" -> 1;
      case "m", "mo", "mos", "mon", "month", "months" -> 12;
      case "w", "wk", "wks", "week", "weeks" -> DAYS / 7;
      case "d", "day", "days" -> DAYS;
      default -> Double.NaN;
    };
  }
}
