package org.cxrlab.pretrain;

import java.nio.file.Path;
import java.util.Map;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Scores;
import org.cxrlab.explain.Localisation;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.History;

/**
 * What a pretrained model is, how it was made and how well it does, for whoever uses it. After the
 * model cards of Mitchell and others (2019).
 *
 * @param recipe by which it was trained
 * @param test how well it tells findings on the recipe's test films
 * @param pointing whether its heat maps lie on them
 * @param page the card in Markdown
 */
public record ModelCard(
    PretrainingRecipe recipe, Evaluation test, Localisation pointing, String page) {
  /** The name of the page in the model's folder. */
  public static final String FILE = "README.md";

  /** Tests a model that {@link Pretraining#run} has saved in a folder. */
  public static ModelCard of(PretrainingRecipe recipe, Path folder) {
    Films films = Phantoms.of(recipe.testFilms()).seed(recipe.testSeed()).films();
    try (ChestModel model = ChestModel.load(folder)) {
      Evaluation test = Evaluation.of(model, films);
      Localisation pointing = Localisation.of(model, films);
      return new ModelCard(recipe, test, pointing, page(recipe, model, films, test, pointing));
    }
  }

  /**
   * Writes the page beside the model.
   *
   * @return the page's file
   */
  public Path save(Path folder) {
    return WholeFile.write(folder.resolve(FILE), page);
  }

  private static String page(
      PretrainingRecipe recipe,
      ChestModel model,
      Films films,
      Evaluation test,
      Localisation pointing) {
    StringBuilder page = new StringBuilder();
    page.append(
        Text.format(
            """
        # DenseNet121 on phantoms

        A DenseNet121 that tells %d findings on the built-in phantoms: to evaluate, to explain, and to start from. `DenseNet121.pretrained()` opens it.

        **For teaching and research, not for clinical use.** It has never seen a patient. It reads films that our own code has drawn, all in one manner; how well it does so says nothing about real films.

        Findings, in the order of its answers: %s. It takes films of %s. Its weights are stored in half precision.

        ## How well it does

        On %,d films of %,d patients (phantoms, seed %d, version %d, the course's prevalence) that nothing else uses. Intervals are 95 %% percentiles of 1,000 bootstrap resamples of patients.

        **Mean AUROC %.3f.**

        %s

        Its probabilities answer as if each finding were as common as its absence, because of the weighted loss; `ClassWeights.undo()` takes that back.

        ## Where it looks

        The share of films in which the peak of the map (%s, the last batch norm) lies in a true box, beside two controls that have not looked at the film.

        %s

        """,
            model.labels().size(),
            String.join(", ", model.labels().names()),
            model.preprocessing(),
            films.size(),
            films.patients().count(),
            recipe.testSeed(),
            Phantoms.VERSION,
            test.meanAuroc(),
            scores(test).markdown(),
            pointing.method(),
            pointing.pointing().markdown()));
    page.append(
        Text.format(
            """
        ## How it was made

        By `./cxrlab pretrain`, from %,d phantoms (seed %d, version %d), of which %.0f %% are for validation. Each finding was drawn on at least %.0f %% of them, so that there is enough to learn of the rare ones. The weights began at random (seed %d). The numbers of a second training agree with these within noise, not digit by digit, where the machine or the number of threads is another one.

        """,
            recipe.films(),
            recipe.filmsSeed(),
            Phantoms.VERSION,
            100 * PretrainingRecipe.VALIDATION,
            100 * recipe.leastPrevalence(),
            recipe.modelSeed()));
    Map<String, String> notes = model.notes();
    for (int i = 1; notes.containsKey("plan " + i); i++) {
      TrainingPlan plan = TrainingPlan.fromJson(notes.get("plan " + i));
      History history = History.fromJson(notes.get("history " + i));
      page.append(Text.format("### Part %d\n\n", i));
      page.append(plan.figure().markdown()).append("\n\n");
      page.append(history.figure().markdown()).append("\n\n");
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static TableFigure scores(Evaluation test) {
    var table =
        TableFigure.columns(
            "Finding", "Positive", "AUROC", "Average precision", "Prevalence", "Brier score");
    test.scores().forEach(scores -> row(table, scores));
    row(table, test.macro());
    return table.build();
  }

  private static void row(TableFigure.Builder table, Scores scores) {
    table.row(
        scores.name(),
        scores.positives(),
        scores.auroc(),
        scores.averagePrecision(),
        Text.format("%.3f", scores.prevalence()),
        scores.brier());
  }
}
