package org.cxrlab.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PretrainingTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults()
          .imageSize(32)
          .batchSize(4)
          .epochs(1)
          .stepsPerEpoch(3)
          .validationSteps(1);

  @TempDir Path folder;

  @Test
  void goesOnWithThePlanInWhichItWasStopped() {
    var recipe = new PretrainingRecipe(120, 5, 0.3, 8, 6, 7, List.of(PLAN, PLAN.seed(1)));
    Path unbroken = folder.resolve("unbroken");
    Path broken = folder.resolve("broken");
    Pretraining.run(recipe, unbroken);

    List<Integer> steps = new ArrayList<>();
    var listener =
        new TrainingListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            steps.add(progress.step());
            if (steps.size() == 5) {
              StopSignal.request();
            }
          }
        };
    List<TrainingRun> first = Pretraining.run(recipe, broken, listener);
    assertTrue(first.get(1).stopped());
    List<TrainingRun> second = Pretraining.run(recipe, broken, listener);
    assertEquals(List.of(1, 2, 3, 1, 2, 3), steps);
    assertEquals(2, second.size());
    assertEquals(TrainingRun.Ending.COMPLETED, second.get(1).ending());
    assertFalse(Files.exists(broken.resolve("checkpoints-1")));
    try (ChestModel one = ChestModel.load(unbroken);
        ChestModel other = ChestModel.load(broken)) {
      assertTrue(one.copyWeights().sameAs(other.copyWeights()));
      assertEquals(one.notes().keySet(), other.notes().keySet());
    }
  }

  @Test
  void goesOnFromAModelThatWasTrainedByTheFirstOfThePlans() {
    var shorter = new PretrainingRecipe(120, 5, 0.3, 8, 6, 7, List.of(PLAN));
    var longer = new PretrainingRecipe(120, 5, 0.3, 8, 6, 7, List.of(PLAN, PLAN.imageSize(48)));
    Pretraining.run(shorter, folder);
    List<TrainingRun> runs = Pretraining.run(longer, folder);
    assertEquals(1, runs.size());
    assertEquals(48, runs.get(0).plan().imageSize());
    assertEquals(List.of(), Pretraining.run(longer, folder));
    // Other plans than those that it was trained by begin anew.
    assertEquals(1, Pretraining.run(shorter.films(100), folder).size());
    try (ChestModel model = ChestModel.load(folder)) {
      assertEquals(null, model.notes().get("plan 2"));
    }
  }
}
