package org.cxrlab.data;

import org.cxrlab.figure.Text;

/** Ages as tables write them. */
final class Age {
  private static final double DAYS = 365.25;

  private Age() {}

  /** As short as it can be: "57", "0.9", or nothing where it is not known. */
  static String text(double years) {
    if (Double.isNaN(years)) {
      return "";
    }
    return years == Math.rint(years) ? Long.toString((long) years) : Text.format("%.1f", years);
  }

  /** In years: "57", or as the first edition of the NIH table has it "057Y", "011M" or "003D". */
  static double years(CsvReader csv, int column) {
    String text = csv.get(column);
    if (text.isEmpty()) {
      return Double.NaN;
    }
    char unit = text.charAt(text.length() - 1);
    double perYear =
        switch (unit) {
          case 'M' -> 12;
          case 'D' -> DAYS;
          default -> 1;
        };
    String number = Character.isLetter(unit) ? text.substring(0, text.length() - 1) : text;
    try {
      return Double.parseDouble(number) / perYear;
    } catch (NumberFormatException e) {
      throw csv.error(column, Text.format("holds \"%s\" where an age in years belongs", text));
    }
  }
}
