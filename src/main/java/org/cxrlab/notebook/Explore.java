package org.cxrlab.notebook;

import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.ChestModel;

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

  /**
   * Draws heat maps of a model: by film, label, layer, method and opacity.
   *
   * @param model stays the caller's, and must stay open while the panel is used
   * @throws IllegalArgumentException if there is no film
   */
  public static GradCamPanel gradCam(ChestModel model, Films films) {
    List<String> names = Arguments.of("Explore.gradCam", "model", "films");
    return new GradCamPanel(model, films, names.get(0), names.get(1));
  }

  /**
   * Moves a cut-off and shows what comes of it, for a label of an evaluation.
   *
   * @throws IllegalArgumentException if no label has both positive and negative films
   */
  public static CutOffPanel cutOff(Evaluation evaluation) {
    return new CutOffPanel(evaluation, Arguments.of("Explore.cutOff", "evaluation").get(0));
  }
}
