package org.cxrlab.notebook.panel;

import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.SweepResult;

/**
 * Panels of controls, to try something out by hand. Each shows the line of code that does the same,
 * so that what was found can be written down.
 */
public final class Explore {
  private Explore() {}

  /**
   * Trains a model by a plan under controls: each hyperparameter can be turned before, the learning
   * rate while it trains.
   *
   * @param model stays the caller's, and must stay open while the panel is used; while a training
   *     is under way it must not be used elsewhere
   * @throws IllegalArgumentException if the training part has no film
   */
  public static TrainingPanel plan(ChestModel model, Split split, TrainingPlan plan) {
    List<String> names = Arguments.of("Explore.plan", "model", "split", "plan");
    return new TrainingPanel(model, split, plan, "", names.get(0), names.get(1), names.get(2));
  }

  /**
   * The same with a new DenseNet121 on the films of {@link Films#open()}, 60 % of the patients for
   * training, 10 % for validation and 30 % left for the test, drawn with the plan's seed. {@link
   * TrainingPanel#model} gives the model.
   */
  public static TrainingPanel plan(TrainingPlan plan) {
    Films films = Films.open();
    Split split =
        PatientSplit.of(films).ratios(0.6, 0.1, 0.3).stratified().seed(plan.seed()).split();
    String before =
        Text.format(
            """
        var films = Films.open();
        var split = PatientSplit.of(films)
            .ratios(0.6, 0.1, 0.3).stratified().seed(%1$d).split();
        var model = DenseNet121.create(films.labels(), %1$d);
        """,
            plan.seed());
    return new TrainingPanel(
        DenseNet121.create(films.labels(), plan.seed()),
        split,
        plan,
        before,
        "model",
        "split",
        Arguments.of("Explore.plan", "plan").get(0));
  }

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

  /**
   * Sorts the trials of a sweep by any of their columns, beside the score by each setting.
   *
   * @throws IllegalArgumentException if no trial is over
   */
  public static SweepPanel sweep(SweepResult result) {
    return new SweepPanel(result, Arguments.of("Explore.sweep", "result").get(0));
  }
}
