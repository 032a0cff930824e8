package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same plan with another number of epochs, and the same checkpoints. */
class TrainingOnTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).stepsPerEpoch(3).headOnly(1).seed(7);

  @TempDir static Path films;
  private static Split split;

  @TempDir Path folder;

  private record Trained(TrainingRun run, WeightCopy weights) {}

  @BeforeAll
  static void draw() throws IOException {
    split = TinyFilms.split(films, 24);
  }

  private static Trained train(TrainingPlan plan, Checkpoints checkpoints) {
    try (ChestModel model = TinyFilms.smallModel()) {
      TrainingRun run =
          Training.run(model, split, plan, checkpoints, new TrainingControl(), TinyFilms.QUIET);
      return new Trained(run, model.copyWeights());
    }
  }

  private static String refusal(TrainingPlan plan, Checkpoints checkpoints) {
    return assertThrows(IllegalArgumentException.class, () -> train(plan, checkpoints))
        .getMessage();
  }

  private Checkpoints in(String name) {
    return Checkpoints.in(folder.resolve(name));
  }

  @Test
  void oneEpochAndThenOnToThreeAreTheThreeAtOnce() {
    for (Schedule schedule :
        List.of(
            Schedule.constant(), Schedule.constant().warmUp(4), Schedule.reduceOnPlateau(0.5, 1))) {
      TrainingPlan plan = PLAN.schedule(schedule);
      Trained atOnce = train(plan.epochs(3), in("at once " + schedule.hashCode()));
      Checkpoints checkpoints = in("one by one " + schedule.hashCode());
      for (int epochs = 1; epochs <= 3; epochs++) {
        TrainingRun run = train(plan.epochs(epochs), checkpoints).run();
        assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
        assertEquals(epochs, run.history().epochs().size());
        assertEquals(epochs, run.plan().epochs());
      }
      Trained onward = train(plan.epochs(3), checkpoints);
      assertTrue(atOnce.weights().sameAs(onward.weights()), schedule.toString());
      assertEquals(atOnce.run().bestEpoch(), onward.run().bestEpoch());
      assertEquals(losses(atOnce), losses(onward));
    }
  }

  private static List<Double> losses(Trained trained) {
    return trained.run().history().steps().stream().map(StepRecord::loss).toList();
  }

  @Test
  void aCosineCantBeMadeLongerAndTheMessageSaysHowToGoOnWithoutLosingTheWork() {
    TrainingPlan plan = PLAN.schedule(Schedule.cosine());
    Trained first = train(plan.epochs(1), in("night"));
    String message = refusal(plan.epochs(2), in("night"));
    assertTrue(message.contains("falls to 0 along a cosine over its epochs, 1 of them"), message);
    assertTrue(message.contains("Take epochs(1)"), message);
    assertTrue(message.contains("Checkpoints.load"), message);
    assertFalse(message.contains("clear"), message);
    // What the message says.
    try (ChestModel model = in("night").load(TinyFilms.smallModel())) {
      assertTrue(first.weights().sameAs(model.copyWeights()));
      TrainingPlan constant = plan.schedule(Schedule.constant()).epochs(1);
      TrainingRun run =
          Training.run(model, split, constant, in("day"), new TrainingControl(), TinyFilms.QUIET);
      assertEquals(3, run.history().steps().size());
    }
  }

  @Test
  void fewerEpochsThanAreOverGiveTheRunBackAsItIs() {
    Trained two = train(PLAN.epochs(2), in("night"));
    Trained one = train(PLAN.epochs(1), in("night"));
    assertEquals(2, one.run().history().epochs().size());
    assertEquals(TrainingRun.Ending.COMPLETED, one.run().ending());
    assertTrue(two.weights().sameAs(one.weights()));
    // And nothing was spoilt: it goes on.
    assertEquals(9, train(PLAN.epochs(3), in("night")).run().history().steps().size());
  }

  @Test
  void morePatienceGoesOnAfterAnEarlyStopAndMoreEpochsAloneDoNot() {
    // A rate so high that the first epoch is the best.
    TrainingPlan hopeless = PLAN.learningRate(0.5).epochs(2).earlyStopping(1);
    Trained stopped = train(hopeless.epochs(6), in("night"));
    assertEquals(TrainingRun.Ending.STOPPED_EARLY, stopped.run().ending());
    int epochs = stopped.run().history().epochs().size();
    Trained again = train(hopeless.epochs(7), in("night"));
    assertEquals(TrainingRun.Ending.STOPPED_EARLY, again.run().ending());
    assertEquals(epochs, again.run().history().epochs().size());
    Trained onward = train(hopeless.epochs(6).earlyStopping(0), in("night"));
    assertEquals(TrainingRun.Ending.COMPLETED, onward.run().ending());
    Trained atOnce = train(hopeless.epochs(6).earlyStopping(0), in("at once"));
    assertTrue(atOnce.weights().sameAs(onward.weights()));
  }
}
