package org.cxrlab.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cxrlab.data.phantom.PhantomWriter;
import org.cxrlab.data.phantom.Recipe;

/**
 * The built-in data: synthetic chest films, drawn from a seed, of patients who never lived. The
 * same numbers give the same pixels and the same table on every machine.
 *
 * <p>Films are drawn on first use, which takes some seconds for a thousand, and kept in the folder
 * that the system property {@code cxrlab.data} names, by default {@code data}. A value of this
 * class never changes; each method gives a new one.
 */
public final class Phantoms {
  private final Recipe recipe;

  private Phantoms(Recipe recipe) {
    this.recipe = recipe;
  }

  /**
   * A choice of phantoms to refine: seed 1, 320 x 320 pixels, three films a patient on average, the
   * course's prevalence, a necklace on 8 % of the films.
   *
   * @param films how many, from 1 to 100,000
   */
  public static Phantoms of(int films) {
    Recipe course = Recipe.course();
    return new Phantoms(
        new Recipe(
            films,
            course.seed(),
            course.size(),
            course.filmsPerPatient(),
            course.prevalence(),
            course.jewellery(),
            course.necklaceLabel(),
            course.necklaceTie(),
            course.dextrocardia(),
            course.sideMarker()));
  }

  /** Other patients: no ID of one seed is an ID of another. From 0 to 20,000. */
  public Phantoms seed(long seed) {
    return new Phantoms(
        new Recipe(
            recipe.films(),
            seed,
            recipe.size(),
            recipe.filmsPerPatient(),
            recipe.prevalence(),
            recipe.jewellery(),
            recipe.necklaceLabel(),
            recipe.necklaceTie(),
            recipe.dextrocardia(),
            recipe.sideMarker()));
  }

  /** Width and height of the pictures, from 32 to 2,048 pixels. */
  public Phantoms size(int pixels) {
    return new Phantoms(
        new Recipe(
            recipe.films(),
            recipe.seed(),
            pixels,
            recipe.filmsPerPatient(),
            recipe.prevalence(),
            recipe.jewellery(),
            recipe.necklaceLabel(),
            recipe.necklaceTie(),
            recipe.dextrocardia(),
            recipe.sideMarker()));
  }

  /** How many films a patient has on average, from 1 to 8. */
  public Phantoms filmsPerPatient(double mean) {
    return new Phantoms(
        new Recipe(
            recipe.films(),
            recipe.seed(),
            recipe.size(),
            mean,
            recipe.prevalence(),
            recipe.jewellery(),
            recipe.necklaceLabel(),
            recipe.necklaceTie(),
            recipe.dextrocardia(),
            recipe.sideMarker()));
  }

  private Phantoms prevalence(Map<String, Double> prevalence) {
    return new Phantoms(
        new Recipe(
            recipe.films(),
            recipe.seed(),
            recipe.size(),
            recipe.filmsPerPatient(),
            prevalence,
            recipe.jewellery(),
            recipe.necklaceLabel(),
            recipe.necklaceTie(),
            recipe.dextrocardia(),
            recipe.sideMarker()));
  }

  /** One label's share of films, 0 to 1. The table then has exactly so many, rounded. */
  public Phantoms prevalence(String label, double share) {
    Map<String, Double> map = new LinkedHashMap<>(recipe.prevalence());
    map.put(label, share);
    return prevalence(map);
  }

  /** Each label as often as in NIH ChestX-ray14, down to Hernia on two films of a thousand. */
  public Phantoms nihPrevalence() {
    return prevalence(Recipe.nihPrevalence());
  }

  /** The share of films with a necklace, which goes with no label. */
  public Phantoms jewellery(double share) {
    return necklace(share, "", 0);
  }

  /**
   * A necklace that goes with a finding, as a trap for a model.
   *
   * @param label the finding
   * @param tie from 0, the necklace knows nothing of the finding, to 1, it is worn with it alone
   */
  public Phantoms jewellery(String label, double tie) {
    return necklace(recipe.jewellery(), label, tie);
  }

  private Phantoms necklace(double share, String label, double tie) {
    return new Phantoms(
        new Recipe(
            recipe.films(),
            recipe.seed(),
            recipe.size(),
            recipe.filmsPerPatient(),
            recipe.prevalence(),
            share,
            label,
            tie,
            recipe.dextrocardia(),
            recipe.sideMarker()));
  }

  /**
   * Patients whose organs lie mirrored, under the label Dextrocardia. No film then bears a side
   * marker, so that only the organs tell.
   *
   * @param share of the patients, above 0 to 1
   */
  public Phantoms dextrocardia(double share) {
    return new Phantoms(
        new Recipe(
            recipe.films(),
            recipe.seed(),
            recipe.size(),
            recipe.filmsPerPatient(),
            recipe.prevalence(),
            recipe.jewellery(),
            recipe.necklaceLabel(),
            recipe.necklaceTie(),
            share,
            false));
  }

  /**
   * The folder of these films: the table films.csv in the course's format, the boxes in NIH's, and
   * the pictures in images. Drawn now unless it is there already.
   */
  public Path folder() {
    return PhantomWriter.write(recipe, Path.of(System.getProperty("cxrlab.data", "data")));
  }
}
