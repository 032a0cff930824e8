package org.cxrlab.notebook;

import org.cxrlab.data.Films;

/**
 * Panels of controls, to try something out by hand. Each shows the line of code that does the same,
 * so that what was found can be written down.
 */
public final class Explore {
  private Explore() {}

  /**
   * Looks through films: one after the other under a slider, filtered by label, through a window of
   * greys, with boxes or without.
   *
   * @throws IllegalArgumentException if there is no film
   */
  public static FilmBrowser films(Films films) {
    return new FilmBrowser(films, Arguments.of("Explore.films", "films").get(0));
  }
}
