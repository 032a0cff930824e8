package org.cxrlab.data;

import java.util.Locale;

/** The sex of a patient as tables write it. */
final class Sex {
  private Sex() {}

  /** "F", "M", empty where nobody knows, and the table's own word where it is another. */
  static String of(String written) {
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "f", "female" -> "F";
      case "m", "male" -> "M";
      default -> LabelCells.isUnknown(written) ? "" : written.strip();
    };
  }
}
