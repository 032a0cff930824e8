package org.cxrlab.data;

import java.util.Locale;

/**
 * How the rays went through the chest, whatever words a data set has for it. {@link #words} makes a
 * table's word the one that a {@link Film} has.
 */
public enum FilmView {
  /** Postero-anterior: from the back to the front, the patient standing. */
  PA("PA"),
  /** Antero-posterior: from the front to the back, mostly in bed. */
  AP("AP"),
  /** PA or AP, it is not told which. */
  FRONTAL("frontal"),
  /** From the side. */
  LATERAL("lateral"),
  /** Something else, such as oblique, or the ribs. */
  OTHER(""),
  /** Not told. */
  UNTOLD("");

  private final String words;

  FilmView(String words) {
    this.words = words;
  }

  /** What a word of a table or of a DICOM file's View Position (0018,5101) means. */
  public static FilmView of(String word) {
    return switch (word) {
      case "PA" -> PA;
      case "AP" -> AP;
      case "" -> UNTOLD;
      case "Frontal", "frontal" -> FRONTAL;
      case "Lateral", "lateral", "LATERAL", "LL", "L" -> LATERAL;
      default -> ofRareWord(word.strip().toUpperCase(Locale.ROOT).replaceAll("[\\s_./-]+", " "));
    };
  }

  private static FilmView ofRareWord(String word) {
    return switch (word) {
      case "L",
          "LL",
          "RL",
          "LATERAL",
          "LAT",
          "LLAT",
          "LEFT LATERAL",
          "RIGHT LATERAL",
          "XTABLE LATERAL" ->
          LATERAL;
      case "", "NAN", "NA", "N A", "NONE", "NULL", "UNK", "UNKNOWN" -> UNTOLD;
      case "POSTEROANTERIOR", "POSTERO ANTERIOR" -> PA;
      case "ANTEROPOSTERIOR", "ANTERO POSTERIOR" -> AP;
      default -> ofFirstWord(word);
    };
  }

  /** As in "AP supine", "AP_horizontal" or "PA erect". */
  private static FilmView ofFirstWord(String word) {
    return switch (word.split(" ")[0]) {
      case "PA" -> PA;
      case "AP" -> AP;
      case "FRONTAL" -> FRONTAL;
      case "LATERAL" -> LATERAL;
      default -> OTHER;
    };
  }

  /**
   * The word that films have for what a table's word means: "PA", "AP", "frontal", "lateral", empty
   * where it is not told, and the table's own word where it is something else.
   */
  public static String words(String word) {
    FilmView view = of(word);
    return view == OTHER ? word.strip() : view.words;
  }

  /** Whether it is PA or AP. */
  public boolean isFrontal() {
    return this == PA || this == AP || this == FRONTAL;
  }
}
