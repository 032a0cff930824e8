package org.cxrlab.data.phantom;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Text;

/**
 * What a set of phantoms is made of; two equal recipes give the same pixels and the same table.
 *
 * @param films how many, from 1 to 100,000
 * @param seed from 0 to 20,000; patients of different seeds have different IDs
 * @param size of the pictures in pixels, both ways, from 32 to 2,048
 * @param filmsPerPatient on average, from 1 to 8
 * @param prevalence the share of films with each label, in the table's order of labels
 * @param necklace who wears one
 * @param dextrocardia the share of patients whose organs lie mirrored, under a label of its own; 0
 *     leaves the label out. Where it is more, no film bears a side marker.
 * @param constantPatients whether a patient's findings and necklace are the same on all films, and
 *     each necklace is one that no other patient wears
 * @param necklaceLabel whether a necklace is a label of its own, with a box
 */
public record Recipe(
    int films,
    long seed,
    int size,
    double filmsPerPatient,
    Map<String, Double> prevalence,
    Necklace necklace,
    double dextrocardia,
    boolean constantPatients,
    boolean necklaceLabel)
    implements Serializable {
  /**
   * Who wears a necklace.
   *
   * @param share of the films, where it goes with no label
   * @param label that it goes with, or empty
   * @param tie from 0, the necklace knows nothing of that label, to 1, it is worn with it alone
   */
  public record Necklace(double share, String label, double tie) implements Serializable {}

  /** A recipe in the making: all parts are there and can be replaced. */
  public static final class Draft {
    public int films;
    public long seed;
    public int size;
    public double filmsPerPatient;
    public final Map<String, Double> prevalence;
    public Necklace necklace;
    public double dextrocardia;
    public boolean constantPatients;
    public boolean necklaceLabel;

    private Draft(Recipe recipe) {
      films = recipe.films;
      seed = recipe.seed;
      size = recipe.size;
      filmsPerPatient = recipe.filmsPerPatient;
      prevalence = new LinkedHashMap<>(recipe.prevalence);
      necklace = recipe.necklace;
      dextrocardia = recipe.dextrocardia;
      constantPatients = recipe.constantPatients;
      necklaceLabel = recipe.necklaceLabel;
    }

    /** The finished recipe, checked. */
    public Recipe recipe() {
      return new Recipe(
          films,
          seed,
          size,
          filmsPerPatient,
          prevalence,
          necklace,
          dextrocardia,
          constantPatients,
          necklaceLabel);
    }
  }

  /** Raise this whenever the same recipe gives other pixels or another table than before. */
  public static final int VERSION = 3;

  /** The label of a patient whose organs lie mirrored. */
  public static final String DEXTROCARDIA = "Dextrocardia";

  /** The label of a film with a necklace, where that is a label. */
  public static final String NECKLACE = "Necklace";

  /** Positives among 1,000 films, and among the 112,120 of NIH ChestX-ray14. */
  private static final int[][] POSITIVES = {
    {170, 11_559},
    {150, 2_776},
    {75, 4_667},
    {45, 2_303},
    {200, 13_317},
    {50, 2_516},
    {35, 1_686},
    {20, 227},
    {220, 19_894},
    {85, 5_782},
    {90, 6_331},
    {60, 3_385},
    {30, 1_431},
    {80, 5_302}
  };

  private static final double COURSE_FILMS = 1_000;
  private static final double NIH_FILMS = 112_120;

  /** Checks every number; copies the map. */
  public Recipe {
    check(films >= 1 && films <= 100_000, "The number of films", films, "1 to 100,000");
    check(seed >= 0 && seed <= 20_000, "The seed", seed, "0 to 20,000");
    check(size >= 32 && size <= 2048, "The size", size, "32 to 2,048 pixels");
    check(
        filmsPerPatient >= 1 && filmsPerPatient <= 8,
        "The mean number of films per patient",
        filmsPerPatient,
        "1 to 8");
    share("necklaces", necklace.share());
    share("the necklace's tie", necklace.tie());
    share("dextrocardia", dextrocardia);
    for (String label : prevalence.keySet()) {
      known(label);
      share(label, prevalence.get(label));
    }
    if (!necklace.label().isEmpty()) {
      known(necklace.label());
    }
    prevalence = Collections.unmodifiableMap(new LinkedHashMap<>(prevalence));
  }

  /** 1,000 films with the course's prevalence. */
  public static Recipe course() {
    return new Recipe(
        1000, 1, 320, 3, coursePrevalence(), new Necklace(0.08, "", 0), 0, false, false);
  }

  /**
   * Skewed in NIH's order of labels, but no label under 2 %, and Cardiomegaly raised from the ninth
   * place to the fourth, so that a fifth of the films still holds thirty of it.
   */
  public static Map<String, Double> coursePrevalence() {
    return shares(0, COURSE_FILMS);
  }

  /** NIH's own: positives over 112,120 films. */
  public static Map<String, Double> nihPrevalence() {
    return shares(1, NIH_FILMS);
  }

  private static Map<String, Double> shares(int column, double films) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < POSITIVES.length; i++) {
      shares.put(Finding.LABELS.get(i), POSITIVES[i][column] / films);
    }
    return shares;
  }

  /** A copy to change. */
  public Draft draft() {
    return new Draft(this);
  }

  /** The labels of the table. */
  public List<String> labels() {
    List<String> labels = new ArrayList<>(prevalence.keySet());
    if (dextrocardia > 0) {
      labels.add(DEXTROCARDIA);
    }
    if (necklaceLabel) {
      labels.add(NECKLACE);
    }
    return List.copyOf(labels);
  }

  /** A name for the folder of these films, made of what they are. */
  public String folder() {
    Draft usual = course().draft();
    usual.films = films;
    usual.seed = seed;
    usual.size = size;
    String name = Text.format("phantoms-%d-%dpx-seed%d-v%d", films, size, seed, VERSION);
    // The hash of a string is fixed by its specification, so the name is the same everywhere.
    return equals(usual.recipe()) ? name : Text.format("%s-%08x", name, toString().hashCode());
  }

  private static void known(String label) {
    if (!Finding.LABELS.contains(label)) {
      throw new IllegalArgumentException(
          Text.format(
              "There is no phantom of \"%s\"; choose one of %s.",
              label, String.join(", ", Finding.LABELS)));
    }
  }

  private static void share(String what, double value) {
    check(value >= 0 && value <= 1, "The share of " + what, value, "0 to 1");
  }

  private static void check(boolean good, String what, Object value, String range) {
    if (!good) {
      throw new IllegalArgumentException(Text.format("%s is %s; choose %s.", what, value, range));
    }
  }
}
