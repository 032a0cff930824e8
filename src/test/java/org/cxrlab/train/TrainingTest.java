package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Formula;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainingTest {
  private static final TrainingListener QUIET = new TrainingListener() {};
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).stepsPerEpoch(3).seed(7);

  @TempDir static Path folder;
  private static Split split;

  /** Films with noise and, where label "bright" is 1, a bright square; "other" is by chance. */
  @BeforeAll
  static void draw() throws IOException {
    StringBuilder csv = new StringBuilder("Image,bright,other,PatientId\n");
    Random random = new Random(1);
    for (int i = 0; i < 24; i++) {
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
      int bright = i % 2;
      for (int p = 0; p < 1024; p++) {
        boolean inside = p % 32 > 8 && p % 32 < 20 && p / 32 > 8 && p / 32 < 20;
        image
            .getRaster()
            .setSample(p % 32, p / 32, 0, random.nextInt(60) + (inside ? 150 * bright : 0));
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      csv.append("%d.png,%d,%d,%d%n".formatted(i, bright, random.nextInt(2), i));
    }
    Path table = folder.resolve("films.csv");
    java.nio.file.Files.writeString(table, csv);
    Films films = Films.course(table, folder);
    int[] train = java.util.stream.IntStream.range(0, 12).toArray();
    int[] validation = java.util.stream.IntStream.range(12, 24).toArray();
    split = new Split(films.at(train), films.at(validation), films.at(validation));
  }

  private static ChestModel model() {
    return DenseNet121.create(Labels.of("bright", "other"), 3);
  }

  @Test
  void whatCanBeSeenIsLearnt() {
    try (var model = model()) {
      var plan = PLAN.epochs(3).stepsPerEpoch(10).learningRate(3e-4).monitor(Monitor.MEAN_AUROC);
      TrainingRun run = Training.run(model, split, plan, QUIET);
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
      Training.run(model, split, plan, QUIET);
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
              () -> Training.run(model, split, PLAN.learningRate(1e30), QUIET));
      assertTrue(e.getMessage().matches("The loss became .* at step \\d+\\. .*"), e.getMessage());
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
      Training.run(model, split, PLAN.epochs(1).headOnly(1), QUIET);
      assertTrue(java.util.Arrays.equals(conv, Formula.tensor(model, "features.conv0.weight")));
      assertTrue(
          java.util.Arrays.equals(mean, Formula.tensor(model, "features.norm0.running_mean")));
      assertFalse(java.util.Arrays.equals(head, Formula.tensor(model, "classifier.weight")));
    }
  }

  @Test
  void filmsOfOtherLabelsAreRefused() {
    try (var model = DenseNet121.create(Labels.of("bright"))) {
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> Training.run(model, split, PLAN, QUIET));
      assertTrue(e.getMessage().contains("[bright, other]"), e.getMessage());
    }
  }
}
