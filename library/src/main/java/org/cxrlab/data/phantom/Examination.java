package org.cxrlab.data.phantom;

import java.io.Serializable;
import java.util.Map;

/**
 * One film of a patient, before it is drawn.
 *
 * @param patient counted from 1 within the recipe
 * @param number of this film among the patient's, from 0
 * @param bedside taken lying in bed from front to back (AP), else standing from back to front (PA)
 * @param necklace whether the patient wears one
 * @param mirrored whether the organs lie mirrored
 * @param severities of the findings, by label, 0..1
 */
record Examination(
    int patient,
    int number,
    boolean bedside,
    boolean necklace,
    boolean mirrored,
    Map<String, Double> severities)
    implements Serializable {
  Examination {
    severities = Map.copyOf(severities);
  }

  /** Whether a label of the table is present. */
  boolean shows(String label) {
    return switch (label) {
      case Recipe.DEXTROCARDIA -> mirrored;
      case Recipe.NECKLACE -> necklace;
      default -> severities.containsKey(label);
    };
  }

  String view() {
    return bedside ? "AP" : "PA";
  }
}
