package org.cxrlab.data;

import java.util.Map;
import org.cxrlab.data.phantom.Recipe;

/**
 * The built-in data: synthetic chest films, drawn from a seed, of patients who never lived. The
 * same numbers give the same pixels and the same table on every machine.
 */
public final class Phantoms {
  /** Counts the changes of how phantoms are drawn: the same version gives the same pixels. */
  public static final int VERSION = Recipe.VERSION;

  private Phantoms() {}

  /** The course's films: 1,000 of some 340 patients, 320 x 320 pixels, seed 1. */
  public static Films films() {
    return of(1000).films();
  }

  /** Each label's share of the course's films, in the table's order. */
  public static Map<String, Double> prevalence() {
    return Recipe.coursePrevalence();
  }

  /**
   * A set of phantoms to refine: seed 1, 320 x 320 pixels, three films a patient on average, the
   * course's prevalence, a necklace on 8 % of the films.
   *
   * @param films how many, from 1 to 100,000
   */
  public static PhantomSet of(int films) {
    return PhantomSet.of(films);
  }
}
