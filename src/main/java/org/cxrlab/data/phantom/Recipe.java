package org.cxrlab.data.phantom;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a set of phantoms is made of; two equal recipes give the same pixels and the same table.
 *
 * @param films how many, at least 1
 * @param seed from 0 to 20,000; patients of different seeds have different IDs
 * @param size of the pictures in pixels, both ways
 * @param filmsPerPatient on average, from 1 to 8
 * @param prevalence the share of films with each label, in the table's order of labels
 * @param jewellery the share of films with a necklace
 * @param necklaceLabel the label that the necklace goes with, or empty
 * @param necklaceTie from 0, the necklace knows nothing of that label, to 1, it is worn with it
 *     alone
 * @param dextrocardia the share of patients whose organs lie mirrored, under a label of its own; 0
 *     leaves the label out
 * @param sideMarker whether films bear a lead letter
 */
public record Recipe(
    int films,
    long seed,
    int size,
    double filmsPerPatient,
    Map<String, Double> prevalence,
    double jewellery,
    String necklaceLabel,
    double necklaceTie,
    double dextrocardia,
    boolean sideMarker) {
  /** Raise this whenever the same recipe gives other pixels or another table than before. */
  static final int VERSION = 1;

  /** The label of a patient whose organs lie mirrored. */
  public static final String DEXTROCARDIA = "Dextrocardia";

  private static final double[] COURSE = {
    0.17, 0.15, 0.075, 0.045, 0.20, 0.05, 0.035, 0.02, 0.22, 0.085, 0.09, 0.06, 0.03, 0.08
  };
  private static final int NIH_FILMS = 112_120;
  private static final int[] NIH = {
    11_559, 2_776, 4_667, 2_303, 13_317, 2_516, 1_686, 227, 19_894, 5_782, 6_331, 3_385, 1_431,
    5_302
  };

  /** Checks every number; copies the map. */
  public Recipe {
    check(films >= 1 && films <= 100_000, "The number of films is %s; choose 1 to 100,000.", films);
    check(seed >= 0 && seed <= 20_000, "The seed is %s; choose 0 to 20,000.", seed);
    check(size >= 32 && size <= 2048, "The size is %s; choose 32 to 2,048 pixels.", size);
    check(
        filmsPerPatient >= 1 && filmsPerPatient <= 8,
        "The films per patient are %s; choose 1 to 8.",
        filmsPerPatient);
    share("jewellery", jewellery);
    share("tie of the necklace", necklaceTie);
    share("dextrocardia", dextrocardia);
    prevalence.forEach(Recipe::share);
    for (String label : prevalence.keySet()) {
      check(
          Finding.LABELS.contains(label),
          "There is no phantom of \"%s\"; choose from " + Finding.LABELS + ".",
          label);
    }
    check(
        necklaceLabel.isEmpty() || prevalence.containsKey(necklaceLabel),
        "The necklace can't go with \"%s\", which is no label of these films.",
        necklaceLabel);
    prevalence = Collections.unmodifiableMap(new LinkedHashMap<>(prevalence));
  }

  /** About a thousand films with the course's prevalence. */
  public static Recipe course() {
    return new Recipe(1000, 1, 320, 3, coursePrevalence(), 0.08, "", 0, 0, true);
  }

  /** NIH's order of labels, no label under 2 %, with Cardiomegaly raised to be learnt from. */
  public static Map<String, Double> coursePrevalence() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < COURSE.length; i++) {
      map.put(Finding.LABELS.get(i), COURSE[i]);
    }
    return map;
  }

  /** NIH's own: positives over 112,120 films. */
  public static Map<String, Double> nihPrevalence() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < NIH.length; i++) {
      map.put(Finding.LABELS.get(i), (double) NIH[i] / NIH_FILMS);
    }
    return map;
  }

  /** The labels of the table. */
  public List<String> labels() {
    var labels = new java.util.ArrayList<>(prevalence.keySet());
    if (dextrocardia > 0) {
      labels.add(DEXTROCARDIA);
    }
    return List.copyOf(labels);
  }

  /** A name for the folder of these films: equal recipes, and only those, share it. */
  public String folder() {
    String name = "phantoms-%d-%dpx-seed%d-v%d".formatted(films, size, seed, VERSION);
    Recipe usual = new Recipe(films, seed, size, 3, coursePrevalence(), 0.08, "", 0, 0, true);
    return equals(usual) ? name : name + "-" + Integer.toHexString(text().hashCode());
  }

  /** All that the name of the folder does not tell; String's hash is the same everywhere. */
  private String text() {
    return filmsPerPatient
        + " "
        + prevalence
        + " "
        + jewellery
        + " "
        + necklaceLabel
        + " "
        + necklaceTie
        + " "
        + dextrocardia
        + " "
        + sideMarker;
  }

  private static void share(String what, double value) {
    check(value >= 0 && value <= 1, "The share of " + what + " is %s; choose 0 to 1.", value);
  }

  private static void check(boolean good, String message, Object value) {
    if (!good) {
      throw new IllegalArgumentException(message.formatted(value));
    }
  }
}
