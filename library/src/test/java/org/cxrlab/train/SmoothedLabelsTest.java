package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmDetails;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.UncertainLabels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.ClassWeights;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels that were smoothed to a value between absent and present: who takes them, and who not. */
class SmoothedLabelsTest {
  private static final Labels LABELS = Labels.of("bright");

  @TempDir Path folder;

  /** Half of them uncertain, the others absent and present in turn. */
  private static Films films(List<Path> pictures) {
    List<Film> films = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Set<String> uncertain = i % 2 == 0 ? Set.of("bright") : Set.of();
      Path picture = pictures.get(i);
      films.add(
          new Film(
              picture.toString(),
              picture,
              "p" + i,
              LABELS,
              List.of(i % 2 == 0 ? Float.NaN : i % 4 == 1 ? 1f : 0f),
              List.of(),
              "",
              Double.NaN,
              "",
              new FilmDetails("", "", uncertain, Set.of())));
    }
    return new Films("smoothed", LABELS, films);
  }

  private static Films unseen(int count) {
    List<Path> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(Path.of(i + ".png"));
    }
    return films(names).uncertain(UncertainLabels.smoothed(0.7, 0.7));
  }

  @Test
  void aHeadLearnsTheValueThatALabelWasSmoothedTo() {
    Films films = unseen(40).where(film -> film.settled(0) != 0 && film.settled(0) != 1);
    assertEquals(20, films.size());
    List<float[]> rows = new ArrayList<>();
    films.forEach(film -> rows.add(new float[] {1}));
    var features = new FilmFeatures(films, rows);
    TrainingPlan plan =
        TrainingPlan.defaults()
            .epochs(300)
            .batchSize(20)
            .learningRate(0.05)
            .loss(WeightedBce.unweighted());
    HeadTraining.Result trained =
        HeadTraining.run(LinearHead.random(LABELS, 1, 1), features, features, plan);
    double z = trained.head().weight()[0] + trained.head().bias()[0];
    // The cross-entropy with a target of 0.7 is least where the probability is 0.7.
    assertEquals(0.7, 1 / (1 + Math.exp(-z)), 0.01);
    double entropy = -0.7 * Math.log(0.7) - 0.3 * Math.log(0.3);
    assertEquals(
        entropy,
        trained.run().history().epochs().get(trained.run().bestEpoch() - 1).validationLoss(),
        1e-3);
  }

  @Test
  void aBatchHasTheValue() throws Exception {
    Films drawn = TinyFilms.films(folder, 4);
    Films films =
        films(drawn.stream().map(Film::path).toList())
            .uncertain(UncertainLabels.smoothed(0.7, 0.7));
    try (NDManager manager = NDManager.newBaseManager();
        var batches = BatchLoader.of(films).imageSize(32).batchSize(4).pass(manager)) {
      try (Batch batch = batches.next()) {
        float[] labels = batch.labels().toFloatArray();
        float[] known = batch.known().toFloatArray();
        for (int i = 0; i < labels.length; i++) {
          assertEquals(batch.films().get(i).value(0), labels[i]);
          assertEquals(1, known[i]);
        }
      }
    }
  }

  @Test
  void weightsAndEvaluationsLeaveItOut() {
    Films films = unseen(8);
    ClassWeights weights = ClassWeights.of(films);
    assertEquals(List.of(2), weights.positives());
    assertEquals(List.of(2), weights.negatives());
    List<float[]> answers = new ArrayList<>();
    // Right about the settled four, wrong about nothing else that counts.
    films.forEach(film -> answers.add(new float[] {film.value(0) == 1 ? 0.9f : 0.2f}));
    Evaluation evaluation = Evaluation.of(new Predictions(films, LABELS, answers));
    assertEquals(1, evaluation.auroc("bright"));
    assertTrue(evaluation.figure() != null);
  }
}
