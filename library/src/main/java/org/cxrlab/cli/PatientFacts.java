package org.cxrlab.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/**
 * Age and sex as DICOM writes them, and nothing else that may stand in their place. Above 89 years
 * an age tells too much, so it is written as 90 (45 CFR 164.514(b)(2)(i)(C)).
 */
final class PatientFacts {
  private static final Pattern AGE = Pattern.compile("(\\d{3})([DWMY])");
  private static final double DAYS = 365.25;
  private static final double WEEKS = DAYS / 7;
  private static final double MONTHS = 12;
  private static final int MOST_YEARS = 89;
  private static final int IMPOSSIBLE = 150;
  private static final String OLDEST = "090Y";

  private PatientFacts() {}

  /** An age in years as DICOM's age string, such as "057Y" or "007M"; empty if it is not known. */
  static String age(double years) {
    if (!(years >= 0 && years < IMPOSSIBLE)) {
      return "";
    }
    if (years >= MOST_YEARS + 1) {
      return OLDEST;
    }
    if (years >= 1) {
      return Text.format("%03dY", (int) years);
    }
    int months = (int) (years * MONTHS + 1e-9);
    return months > 0
        ? Text.format("%03dM", months)
        : Text.format("%03dD", (int) Math.round(years * DAYS));
  }

  /** The same for an age string; empty if it is none. */
  static String age(String text) {
    Matcher parts = AGE.matcher(text);
    if (!parts.matches()) {
      return "";
    }
    double perYear =
        switch (parts.group(2)) {
          case "D" -> DAYS;
          case "W" -> WEEKS;
          case "M" -> MONTHS;
          default -> 1;
        };
    double years = Integer.parseInt(parts.group(1)) / perYear;
    if (years >= IMPOSSIBLE) {
      return "";
    }
    return years >= MOST_YEARS + 1 ? OLDEST : text;
  }

  /** "F", "M" or "O"; empty if it is anything else. */
  static String sex(String word) {
    return switch (word.strip().toUpperCase(Locale.ROOT)) {
      case "F", "FEMALE" -> "F";
      case "M", "MALE" -> "M";
      case "O", "OTHER" -> "O";
      default -> "";
    };
  }
}
