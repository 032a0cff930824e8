package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Labels;
import org.cxrlab.model.Precision;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.model.Trainable;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LearningRateFinderTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(1).stepsPerEpoch(3).seed(7);

  @TempDir static Path folder;
  private static Split split;

  @BeforeAll
  static void draw() throws IOException {
    split = TinyFilms.split(folder, 24);
  }

  @Test
  void theRateRisesByTheSameFactorAtEachStep() {
    try (var model = TinyFilms.smallModel()) {
      var finder = LearningRateFinder.defaults().steps(13).between(1e-6, 1e-3);
      List<Double> rates = finder.on(model, split, PLAN).rates();
      assertEquals(13, rates.size());
      for (int i = 0; i < 13; i++) {
        assertEquals(-6 + i / 4.0, Math.log10(rates.get(i)), 1e-12);
      }
    }
  }

  @Test
  void allButTheRateIsAsInATraining() {
    double rate = PLAN.learningRate();
    try (var tried = TinyFilms.smallModel();
        var trained = TinyFilms.smallModel()) {
      // The second loss follows from the first step, whose rate is the same.
      List<Double> losses =
          LearningRateFinder.defaults()
              .steps(10)
              .between(rate, 10 * rate)
              .on(tried, split, PLAN)
              .losses();
      List<StepRecord> steps =
          Training.run(trained, split, PLAN, TinyFilms.QUIET).history().steps();
      assertEquals(steps.get(0).loss(), losses.get(0));
      assertEquals(steps.get(1).loss(), losses.get(1));
    }
  }

  @Test
  void theModelIsAsItWasBeforeBitForBit() {
    try (var model = TinyFilms.smallModel()) {
      model.setImageSize(64).setPrecision(Precision.FP32).setTrainable(Trainable.LAST_BLOCK);
      WeightCopy before = model.copyWeights();
      // Up to rates at which nothing of what was learnt is left.
      LearningRateFinder.defaults().steps(20).between(1e-4, 100).on(model, split, PLAN);
      assertTrue(before.sameAs(model.copyWeights()));
      assertEquals(64, model.preprocessing().imageSize());
      assertEquals(Precision.FP32, model.precision());
      assertEquals(Trainable.LAST_BLOCK, model.trainable());
      assertTrue(model.notes().isEmpty());
    }
  }

  @Test
  void aModelThatPredictsInEightBitsDoesSoAfterwards() {
    Film film = split.train().get(3);
    try (var model = TinyFilms.smallModel().setImageSize(64).quantise(split.train())) {
      float[] before = model.predict(film);
      LearningRateFinder.defaults().steps(20).between(1e-4, 100).on(model, split, PLAN);
      assertEquals(Precision.INT8, model.precision());
      assertArrayEquals(before, model.predict(film));
    }
  }

  @Test
  void aTrainingDivergesAtTheLastRateAndNotAtTheOneThatIsSuggested() {
    var plan = PLAN.batchSize(8).stepsPerEpoch(10);
    LearningRateCurve curve;
    try (var model = TinyFilms.smallModel()) {
      curve = LearningRateFinder.defaults().steps(60).between(1e-5, 1e4).on(model, split, plan);
    }
    int count = curve.rates().size();
    assertTrue(count < 60, "no network stands a rate of thousands");
    double last = curve.rates().get(count - 1);
    // To diverge is here what it is to the finder: a loss of four times what it was.
    double hopeless = 4 * curve.losses().get(0);
    assertTrue(worstLoss(plan.learningRate(last)) > hopeless);
    assertTrue(worstLoss(plan.learningRate(curve.suggestion())) < hopeless);
  }

  private static double worstLoss(TrainingPlan plan) {
    try (var model = TinyFilms.smallModel()) {
      TrainingRun run = Training.run(model, split, plan, TinyFilms.QUIET);
      return run.history().steps().stream().mapToDouble(StepRecord::loss).max().orElseThrow();
    } catch (TrainingFailure e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** Gradient descent on k w²/2 multiplies w by 1 - rate k: it diverges above a rate of 2/k. */
  @Test
  void theSuggestionLiesBelowTheRateAtWhichAQuadraticDiverges() {
    for (double k : new double[] {0.5, 20, 4000}) {
      List<Double> rates = new ArrayList<>();
      List<Double> losses = new ArrayList<>();
      double w = 1;
      for (int step = 0; step < 100; step++) {
        double rate = 1e-5 / k * Math.pow(1e7, step / 99.0);
        rates.add(rate);
        losses.add(k * w * w / 2);
        w *= 1 - rate * k;
      }
      var curve = new LearningRateCurve(rates, losses);
      assertTrue(losses.get(99) > 1e30 * k, "it has diverged");
      assertTrue(curve.suggestion() < 2 / k, "suggested " + curve.suggestion() + " for k = " + k);
      assertTrue(curve.suggestion() > 0.02 / k, "suggested " + curve.suggestion());
      assertTrue(curve.tenthOfLowest() < 2 / k, "a tenth is " + curve.tenthOfLowest());
    }
  }

  @Test
  void theRunningMeanIsFreedOfItsStart() {
    // Worked out in Python as pandas defines Series([3, 1, 4, 1, 5]).ewm(alpha=0.05).mean().
    double[] mean = {
      3, 1.9743589743589742, 2.6844872918492544, 2.2304322921931328, 2.8425751587578967
    };
    var curve = new LearningRateCurve(List.of(1., 2., 3., 4., 5.), List.of(3., 1., 4., 1., 5.));
    assertArrayEquals(mean, curve.smoothed(), 1e-12);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LearningRateFinder.defaults().steps(9));
    assertThrows(
        IllegalArgumentException.class, () -> LearningRateFinder.defaults().between(1e-3, 1e-3));
    try (var other = SmallDenseNet.create(Labels.of("Mass"), 1)) {
      var thrown =
          assertThrows(
              IllegalArgumentException.class, () -> LearningRateFinder.run(other, split, PLAN));
      assertTrue(thrown.getMessage().contains("[bright, other]"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains("[Mass]"), thrown.getMessage());
    }
  }

  @Test
  void aModelInTrainingIsNotTouched() {
    try (var model = TinyFilms.smallModel()) {
      var listener =
          new TrainingListener() {
            @Override
            public void onStep(TrainingProgress progress) {
              assertThrows(CxrlabException.class, () -> LearningRateFinder.run(model, split, PLAN));
            }
          };
      assertEquals(3, Training.run(model, split, PLAN, listener).history().steps().size());
    }
  }
}
