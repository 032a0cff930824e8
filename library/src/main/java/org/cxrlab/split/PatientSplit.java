package org.cxrlab.split;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cxrlab.data.FilmList;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;

/**
 * Divides films by patient: all films of a patient land in the same part. A value; each method
 * returns a new one. The same films and seed give the same division on every machine.
 */
public final class PatientSplit {
  private static final Ratios USUAL = new Ratios(0.7, 0.1, 0.2);

  private final Films films;
  private final Ratios ratios;
  private final boolean stratified;
  private final long seed;

  private PatientSplit(Films films, Ratios ratios, boolean stratified, long seed) {
    this.films = films;
    this.ratios = ratios;
    this.stratified = stratified;
    this.seed = seed;
  }

  /** Divides these films, unless told otherwise 0.7 to 0.1 to 0.2, by chance alone, seed 0. */
  public static PatientSplit of(Films films) {
    return new PatientSplit(films, USUAL, false, 0);
  }

  /**
   * The official division of NIH ChestX-ray14: the films of the list are for training and
   * validation, all others are the test.
   *
   * @param list train_val_list.txt
   * @param validation the share of the listed films that becomes the validation part, above 0 and
   *     below 1; it is drawn by patient and stratified
   * @param seed of that draw
   * @throws IllegalArgumentException if the films or the others are none
   */
  public static Split official(Films films, FilmList list, double validation, long seed) {
    Films listed = films.where(list::contains);
    Films others = films.where(film -> !list.contains(film));
    if (listed.size() == 0 || others.size() == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "Of %,d films %,d are in %s; take films of both parts of the data set.",
              films.size(), listed.size(), list.file().getFileName()));
    }
    if (!(validation > 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "The share of the validation part is above 0 and below 1, not " + validation + ".");
    }
    List<Films> parts = divide(listed, new double[] {1 - validation, validation}, true, seed);
    return new Split(parts.get(0), parts.get(1), others);
  }

  /**
   * Shares of the films in each part. Patients differ in their number of films, so that shares are
   * met nearly, not exactly.
   *
   * @throws IllegalArgumentException unless all are above 0 and they sum to 1
   */
  public PatientSplit ratios(double train, double validation, double test) {
    return new PatientSplit(films, new Ratios(train, validation, test), stratified, seed);
  }

  /**
   * Gives each part about the same share of the films that show a label, for every label, the rare
   * ones first. Unknown and smoothed labels count as not shown.
   */
  public PatientSplit stratified() {
    return new PatientSplit(films, ratios, true, seed);
  }

  /** The seed of the draw; 0 unless set. */
  public PatientSplit seed(long newSeed) {
    return new PatientSplit(films, ratios, stratified, newSeed);
  }

  /**
   * The three parts.
   *
   * @throws IllegalArgumentException if there are fewer than three patients
   */
  public Split split() {
    List<Films> parts = divide(films, ratios.array(), stratified, seed);
    return new Split(parts.get(0), parts.get(1), parts.get(2));
  }

  /**
   * Parts of equal size for cross-validation; the ratios are not used.
   *
   * @param k how many, at least 3, so that each fold leaves one for training
   * @throws IllegalArgumentException if there are fewer patients than folds
   */
  public Folds folds(int k) {
    if (k < Folds.FEWEST) {
      throw new IllegalArgumentException(
          Text.format(
              "Cross-validation needs at least %d folds, to train, to validate and to test, not %d.",
              Folds.FEWEST, k));
    }
    double[] shares = new double[k];
    Arrays.fill(shares, 1.0 / k);
    return new Folds(divide(films, shares, stratified, seed));
  }

  private static List<Films> divide(Films films, double[] shares, boolean stratified, long seed) {
    var groups = Groups.byPatient(films);
    if (groups.count() < shares.length) {
      throw new IllegalArgumentException(
          Text.format(
              "%d parts need at least as many patients, but there are %d; take more films.",
              shares.length, groups.count()));
    }
    var random = new Random(seed);
    int[] parts =
        stratified
            ? IterativeStratification.divide(groups, shares, random)
            : Shuffled.divide(groups, shares, random);
    return groups.parts(parts, shares.length);
  }
}
