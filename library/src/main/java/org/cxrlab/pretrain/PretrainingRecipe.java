package org.cxrlab.pretrain;

import com.google.gson.JsonObject;
import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.data.PhantomSet;
import org.cxrlab.data.Phantoms;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.plan.Monitor;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;

/**
 * How the model that comes with the project is trained. The patients of its films, by their seeds,
 * are not those of the built-in films that the notebooks use.
 *
 * @param films how many phantoms to learn from, those for validation included
 * @param filmsSeed of these phantoms
 * @param leastPrevalence each finding is drawn on at least this share of them, from 0 to 1: the
 *     rare ones more often than in the course's films
 * @param testFilms how many phantoms to test on, with the course's prevalence
 * @param testSeed of these phantoms; used for nothing else
 * @param modelSeed of the random weights to begin with
 * @param plans one after the other, each from the weights that the one before ended with; their
 *     loss is weighted by class, counted on the training films
 */
public record PretrainingRecipe(
    int films,
    long filmsSeed,
    double leastPrevalence,
    int testFilms,
    long testSeed,
    long modelSeed,
    List<TrainingPlan> plans) {
  /** The share of the films on which the best epoch is chosen. */
  static final double VALIDATION = 0.05;

  /** Copies the list; there must be a plan, and other patients in the test. */
  public PretrainingRecipe {
    plans = List.copyOf(plans);
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("A pretraining needs at least one plan.");
    }
    if (filmsSeed == testSeed) {
      throw new IllegalArgumentException(
          "The films to test on have the seed of those to learn from, " + testSeed + ".");
    }
  }

  /**
   * The recipe of the model that comes with the project: first small films, which are seen often,
   * then larger ones, and at last the films' own size, at which a nodule is as wide as a cell of
   * the map and no longer lost in it.
   */
  public static PretrainingRecipe standard() {
    TrainingPlan small =
        TrainingPlan.defaults()
            .imageSize(128)
            .batchSize(16)
            .epochs(5)
            .learningRate(1e-3)
            .schedule(Schedule.cosine().warmUp(100))
            .augment(Augmentations.light())
            .monitor(Monitor.MEAN_AUROC)
            .precision(Precision.BF16)
            .seed(11);
    TrainingPlan large =
        small
            .imageSize(224)
            .batchSize(8)
            .epochs(4)
            .stepsPerEpoch(300)
            .learningRate(3e-4)
            .schedule(Schedule.cosine().warmUp(30))
            .seed(12);
    TrainingPlan whole = large.imageSize(320).epochs(3).learningRate(2e-4).seed(13);
    return new PretrainingRecipe(12_000, 2024, 0.12, 3_000, 3024, 7, List.of(small, large, whole));
  }

  /** Learns from so many phantoms, and tests on a quarter as many. */
  public PretrainingRecipe films(int count) {
    return new PretrainingRecipe(
        count, filmsSeed, leastPrevalence, Math.max(1, count / 4), testSeed, modelSeed, plans);
  }

  /** Calculates in these numbers. */
  public PretrainingRecipe precision(Precision precision) {
    return new PretrainingRecipe(
        films,
        filmsSeed,
        leastPrevalence,
        testFilms,
        testSeed,
        modelSeed,
        plans.stream().map(plan -> plan.precision(precision)).toList());
  }

  /**
   * The phantoms to learn from, split by patient, and those to test on; drawn now unless they were
   * before.
   */
  Split split() {
    PhantomSet set = Phantoms.of(films).seed(filmsSeed);
    for (var prevalence : Phantoms.prevalence().entrySet()) {
      set = set.prevalence(prevalence.getKey(), Math.max(leastPrevalence, prevalence.getValue()));
    }
    Split learning =
        PatientSplit.of(set.films())
            .ratios(0.99 - VALIDATION, VALIDATION, 0.01)
            .stratified()
            .seed(7)
            .split();
    Films test = Phantoms.of(testFilms).seed(testSeed).films();
    return new Split(learning.train(), learning.validation(), test);
  }

  /** The recipe but for its plans, as JSON. */
  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("films", films);
    json.addProperty("filmsSeed", filmsSeed);
    json.addProperty("leastPrevalence", leastPrevalence);
    json.addProperty("phantomVersion", Phantoms.VERSION);
    json.addProperty("testFilms", testFilms);
    json.addProperty("testSeed", testSeed);
    return json.toString();
  }

  /** The plans with the loss that these films ask for. */
  List<TrainingPlan> plans(Films training) {
    WeightedBce loss = WeightedBce.of(training);
    return plans.stream().map(plan -> plan.loss(loss)).toList();
  }
}
