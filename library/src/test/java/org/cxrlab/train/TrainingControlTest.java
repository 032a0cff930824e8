package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainingControlTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).stepsPerEpoch(3).seed(7);
  private static final ExecutorService THREAD = Executors.newSingleThreadExecutor();

  @TempDir static Path folder;
  private static Split split;

  @BeforeAll
  static void draw() throws IOException {
    split = TinyFilms.split(folder, 24);
  }

  @AfterAll
  static void end() {
    THREAD.shutdownNow();
  }

  private static TrainingListener afterStep(IntConsumer action) {
    return new TrainingListener() {
      @Override
      public void onStep(TrainingProgress progress) {
        action.accept(progress.step());
      }
    };
  }

  @Test
  void stopEndsTheTrainingWithinTheStepAndKeepsTheBestEpoch() {
    var control = new TrainingControl();
    try (ChestModel model = TinyFilms.model()) {
      WeightCopy[] best = new WeightCopy[1];
      var keeping =
          new TrainingListener() {
            @Override
            public void onEpoch(TrainingProgress progress) {
              best[0] = model.copyWeights();
            }
          };
      var stopping = afterStep(step -> stopAt(control, step, 5));
      TrainingRun run = Training.run(model, split, PLAN, control, keeping, stopping);
      assertTrue(run.stopped());
      assertEquals(5, run.history().steps().size());
      assertEquals(1, run.bestEpoch());
      assertTrue(best[0].sameAs(model.copyWeights()));
      assertFalse(StopSignal.isArmed());
    }
  }

  private static void stopAt(TrainingControl control, int step, int at) {
    if (step == at) {
      control.stop();
    }
  }

  @Test
  void aPausedTrainingStandsStillAndThenGoesOnAsIfNothingHadBeen() throws Exception {
    try (ChestModel model = TinyFilms.model();
        ChestModel other = TinyFilms.model()) {
      Training.run(other, split, PLAN, TinyFilms.QUIET);
      var control = new TrainingControl();
      var paused = new CountDownLatch(1);
      var pausing =
          afterStep(
              step -> {
                if (step == 2) {
                  control.pause();
                  paused.countDown();
                }
              });
      Future<TrainingRun> future =
          THREAD.submit(() -> Training.run(model, split, PLAN, control, pausing));
      assertTrue(paused.await(5, TimeUnit.MINUTES));
      assertTrue(control.isPaused());
      assertThrows(TimeoutException.class, () -> future.get(2, TimeUnit.SECONDS));
      control.resume();
      TrainingRun run = future.get(5, TimeUnit.MINUTES);
      assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
      assertTrue(other.copyWeights().sameAs(model.copyWeights()));
    }
  }

  @Test
  void stopAndTheStopSignalEndAPausedTraining() throws Exception {
    for (boolean bySignal : new boolean[] {false, true}) {
      try (ChestModel model = TinyFilms.model()) {
        var control = new TrainingControl();
        var paused = new CountDownLatch(1);
        control.pause();
        var listener =
            new TrainingListener() {
              @Override
              public void onStart(TrainingProgress progress) {
                paused.countDown();
              }
            };
        Future<TrainingRun> future =
            THREAD.submit(() -> Training.run(model, split, PLAN, control, listener));
        assertTrue(paused.await(5, TimeUnit.MINUTES));
        if (bySignal) {
          assertTrue(StopSignal.request());
        } else {
          control.stop();
        }
        TrainingRun run = future.get(5, TimeUnit.MINUTES);
        assertTrue(run.stopped());
        assertTrue(run.history().steps().isEmpty());
      }
    }
  }

  @Test
  void aChangedLearningRateHoldsFromTheNextStepAndIsMarked() {
    var control = new TrainingControl();
    try (ChestModel model = TinyFilms.model()) {
      control.learningRate(PLAN.learningRate());
      var changing =
          afterStep(
              step -> {
                if (step == 2) {
                  control.learningRate(3e-5);
                  control.learningRate(2e-5);
                }
              });
      var plan = PLAN.schedule(Schedule.constant().warmUp(4));
      History history = Training.run(model, split, plan, control, changing).history();
      // A rise over four steps: 1/4, 2/4, and so on of the rate.
      assertArrayEquals(
          new double[] {2.5e-4, 5e-4, 1.5e-5, 2e-5, 2e-5, 2e-5},
          history.steps().stream().mapToDouble(StepRecord::learningRate).toArray(),
          1e-12);
      assertEquals(List.of(new LearningRateChange(3, 1e-3, 2e-5)), history.rateChanges());
      assertEquals(history, History.fromJson(history.toJson()));
      var unmarked = new History(history.labels(), history.steps(), history.epochs());
      assertNotEquals(unmarked.curves().html(), history.curves().html(), "a mark on the curve");
    }
  }

  @Test
  void aRateThatCantBeIsRefused() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> new TrainingControl().learningRate(0));
    assertTrue(e.getMessage().contains("must be a number above 0"), e.getMessage());
  }

  @Test
  void ratesAreWrittenInTwoDigits() {
    assertEquals("0.001", new LearningRateChange(1, 1, 1e-3).shownRate());
    assertEquals("0.00034", new LearningRateChange(1, 1, 3.42e-4).shownRate());
    assertEquals("1e-7", new LearningRateChange(1, 1, 1e-7).shownRate());
  }

  @Test
  void aHistoryWithoutChangesInItsJsonHasNone() {
    String json = "{\"labels\": {\"names\": [\"a\"]}, \"steps\": [], \"epochs\": []}";
    assertEquals(List.of(), History.fromJson(json).rateChanges());
  }

  @Test
  void whatALogHandedOutStaysAsItWas() {
    AppendOnlyList<Integer> log = new AppendOnlyList<>();
    for (int i = 0; i < 100; i++) {
      List<Integer> before = log.soFar();
      log.add(i);
      assertEquals(i, before.size());
      assertEquals(i, log.last());
    }
    assertEquals(99, log.soFar().get(99));
    assertThrows(IndexOutOfBoundsException.class, () -> log.soFar().get(100));
    assertThrows(UnsupportedOperationException.class, () -> log.soFar().set(0, 1));
  }
}
