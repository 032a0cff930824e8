package org.cxrlab.data;

import java.util.Locale;

/** The sex of a patient as tables write it. */
final class Sex {
  private Sex() {}

  /** What is said of a word that is neither. */
  static final String NEITHER = "are neither female nor male and taken for unknown";

  /** "F", "M", empty where nobody knows, and the table's own word where it is another. */
  static String of(String written) {
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "f", "female", "w", "woman", "women", "weiblich", "frau", "femme", "féminin" -> "F";
      case "m", "male", "man", "men", "männlich", "mann", "homme", "masculin" -> "M";
      default -> LabelCells.isUnknown(written) ? "" : written.strip();
    };
  }
}
