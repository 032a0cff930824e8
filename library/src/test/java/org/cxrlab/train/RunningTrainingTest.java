package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.cxrlab.CxrlabException;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningTrainingTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).stepsPerEpoch(3).seed(7);
  private static final ExecutorService THREAD = Executors.newSingleThreadExecutor();

  @TempDir static Path films;
  private static Split split;

  @TempDir Path folder;

  @BeforeAll
  static void draw() throws IOException {
    split = TinyFilms.split(films, 24);
  }

  @AfterAll
  static void end() {
    THREAD.shutdownNow();
  }

  /** A training on another thread that has done one step and then waits. */
  private Future<TrainingRun> pausedAfterOneStep(ChestModel model, Checkpoints checkpoints)
      throws InterruptedException {
    var control = new TrainingControl();
    var paused = new CountDownLatch(1);
    var listener =
        new TrainingListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            if (progress.step() == 1) {
              control.pause();
              paused.countDown();
            }
          }
        };
    Future<TrainingRun> future =
        THREAD.submit(() -> Training.run(model, split, PLAN, checkpoints, control, listener));
    assertTrue(paused.await(5, TimeUnit.MINUTES));
    return future;
  }

  @Test
  void aTrainingOnAnyThreadIsListedWithWhereItStandsAndCanBeStoppedAndAwaited() throws Exception {
    try (ChestModel model = TinyFilms.smallModel()) {
      Future<TrainingRun> future = pausedAfterOneStep(model, Checkpoints.in(folder));
      RunningTraining found = Training.running().of(model).first().orElseThrow();
      assertEquals(PLAN, found.plan());
      assertEquals(Optional.of(folder), found.checkpoints());
      assertTrue(found.isRunning());
      String table = Training.running().figure().text();
      assertTrue(table.contains("SmallDenseNet, 2 labels"), table);
      assertTrue(table.contains("epoch 1/2, step 1/6"), table);
      assertTrue(table.contains("paused"), table);
      var followed = new ArrayList<Integer>();
      var told = new AtomicReference<String>();
      found.follow(
          new TrainingListener() {
            @Override
            public void onStep(TrainingProgress progress) {
              if (progress.step() == 1) {
                return; // the step in which it was paused may be told only now
              }
              followed.add(progress.step());
              found.stop();
              told.set(Training.running().figure().text());
            }
          });
      found.control().resume();
      TrainingRun run = found.await();
      assertTrue(told.get().contains("ends after this step"), told.get());
      assertTrue(run.stopped());
      assertEquals(List.of(2), followed);
      assertSame(run, future.get(1, TimeUnit.MINUTES));
      assertFalse(found.isRunning());
      assertTrue(Training.running().of(model).isEmpty());
      assertTrue(found.toString().endsWith("it has ended"), found.toString());
    }
  }

  @Test
  void aModelThatIsBeingTrainedIsNotTrainedOnceMoreAndStaysAsItIs() throws Exception {
    try (ChestModel model = TinyFilms.smallModel()) {
      Future<TrainingRun> future = pausedAfterOneStep(model, Checkpoints.in(folder));
      var weights = model.copyWeights();
      var e =
          assertThrows(
              CxrlabException.class,
              () -> Training.run(model, split, PLAN.imageSize(64), TinyFilms.QUIET));
      assertTrue(e.getMessage().startsWith("This model is being trained already"), e.getMessage());
      assertTrue(e.getMessage().contains("epoch 1/2, step 1/6"), e.getMessage());
      assertTrue(e.getMessage().contains("Training.running().of(model).stop()"), e.getMessage());
      assertThrows(
          CxrlabException.class, () -> Training.run(model, split, PLAN, Checkpoints.in(folder)));
      assertEquals(32, model.preprocessing().imageSize());
      assertTrue(weights.sameAs(model.copyWeights()));
      Training.running().of(model).stop();
      assertTrue(future.get(1, TimeUnit.MINUTES).stopped());
      Training.run(model, split, PLAN.epochs(1), TinyFilms.QUIET);
    }
  }

  @Test
  void aTrainingThatFailsIsListedNoLongerAndItsWaiterGetsTheSameException() throws Exception {
    try (ChestModel model = TinyFilms.smallModel()) {
      RunningTraining[] seen = new RunningTraining[1];
      var failing =
          new TrainingListener() {
            @Override
            public void onStep(TrainingProgress progress) {
              seen[0] = Training.running().of(model).get(0);
              throw new IllegalArgumentException("of a listener");
            }
          };
      var thrown =
          assertThrows(
              IllegalArgumentException.class, () -> Training.run(model, split, PLAN, failing));
      assertSame(thrown, assertThrows(IllegalArgumentException.class, () -> seen[0].await()));
      assertTrue(Training.running().of(model).isEmpty());
    }
  }
}
