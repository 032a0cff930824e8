package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Formula;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Monitor;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainingTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).stepsPerEpoch(3).seed(7);

  @TempDir static Path folder;
  private static Split split;

  @BeforeAll
  static void draw() throws IOException {
    split = TinyFilms.split(folder, 24);
  }

  private static ChestModel model() {
    return TinyFilms.model();
  }

  @Test
  void whatCanBeSeenIsLearnt() {
    try (var model = model()) {
      // Of four films, whose last maps are of one place, the batch norms tell too little: of ten
      // seeds, one or two fail. Of eight, none does.
      var plan =
          PLAN.batchSize(8)
              .epochs(3)
              .stepsPerEpoch(10)
              .learningRate(3e-4)
              .monitor(Monitor.MEAN_AUROC);
      TrainingRun run = Training.run(model, split, plan, TinyFilms.QUIET);
      EpochRecord best = run.history().epochs().get(run.bestEpoch() - 1);
      assertTrue(best.auroc().get(0) > 0.9, "AUROC of a bright square: " + best.auroc().get(0));
      assertEquals(30, run.history().steps().size());
      assertEquals(32, model.preprocessing().imageSize());
      assertEquals(plan, TrainingPlan.fromJson(model.notes().get("plan")));
      assertEquals(run.history(), History.fromJson(model.notes().get("history")));
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsBitForBit() {
    WeightCopy first = trained(PLAN);
    assertTrue(first.sameAs(trained(PLAN)));
    assertFalse(first.sameAs(trained(PLAN.seed(8))));
  }

  private static WeightCopy trained(TrainingPlan plan) {
    try (var model = model()) {
      Training.run(model, split, plan, TinyFilms.QUIET);
      return model.copyWeights();
    }
  }

  @Test
  void aRequestToStopEndsTrainingAfterTheStepAndKeepsWhatWasLearnt() {
    try (var model = model()) {
      WeightCopy before = model.copyWeights();
      assertFalse(StopSignal.request(), "nothing is running");
      TrainingRun run =
          Training.run(
              model,
              split,
              PLAN,
              new TrainingListener() {
                @Override
                public void onStep(TrainingProgress progress) {
                  if (progress.step() == 2) {
                    assertTrue(StopSignal.isArmed());
                    assertTrue(StopSignal.request());
                  }
                }
              });
      assertTrue(run.stopped());
      assertEquals(2, run.history().steps().size());
      assertEquals(0, run.bestEpoch());
      assertFalse(before.sameAs(model.copyWeights()));
      assertFalse(StopSignal.isArmed());
    }
  }

  @Test
  void theBestEpochsWeightsAreKept() {
    try (var model = model()) {
      List<WeightCopy> afterEpochs = new ArrayList<>();
      var listener =
          new TrainingListener() {
            @Override
            public void onEpoch(TrainingProgress progress) {
              afterEpochs.add(model.copyWeights());
            }
          };
      TrainingRun run = Training.run(model, split, PLAN.epochs(3), listener);
      assertTrue(afterEpochs.get(run.bestEpoch() - 1).sameAs(model.copyWeights()));
      double best = run.history().epochs().get(run.bestEpoch() - 1).validationLoss();
      run.history().epochs().forEach(epoch -> assertTrue(best <= epoch.validationLoss()));
    }
  }

  @Test
  void aLossThatIsNoNumberStopsWithTheStepAndTheLastGoodWeights() {
    try (var model = model()) {
      var e =
          assertThrows(
              TrainingFailure.class,
              () -> Training.run(model, split, PLAN.learningRate(1e30), TinyFilms.QUIET));
      assertTrue(e.getMessage().matches("The loss became .* at step \\d+: .*"), e.getMessage());
      assertTrue(e.getMessage().contains("try a tenth"), e.getMessage());
      assertEquals(TrainingRun.Ending.FAILED, e.run().ending());
      assertFalse(StopSignal.isArmed());
      for (float p : model.predict(Formula.image(0, 32))) {
        assertTrue(Float.isFinite(p));
      }
    }
  }

  @Test
  void withTheHeadAloneTheBackboneStaysAsItWas() {
    try (var model = model()) {
      float[] conv = Formula.tensor(model, "features.conv0.weight").clone();
      float[] mean = Formula.tensor(model, "features.norm0.running_mean").clone();
      float[] head = Formula.tensor(model, "classifier.weight").clone();
      Training.run(model, split, PLAN.epochs(1).headOnly(1), TinyFilms.QUIET);
      assertTrue(Arrays.equals(conv, Formula.tensor(model, "features.conv0.weight")));
      assertTrue(Arrays.equals(mean, Formula.tensor(model, "features.norm0.running_mean")));
      assertFalse(Arrays.equals(head, Formula.tensor(model, "classifier.weight")));
    }
  }

  @Test
  void filmsOfOtherLabelsAreRefused() {
    try (var model = DenseNet121.create(Labels.of("bright"))) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Training.run(model, split, PLAN, TinyFilms.QUIET));
      assertTrue(e.getMessage().contains("[bright, other]"), e.getMessage());
    }
  }
}
