package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.Faults;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class CheckpointsTest {
  /** All that a training remembers from one step to the next has a part in it. */
  static final TrainingPlan PLAN =
      TrainingPlan.defaults()
          .imageSize(32)
          .batchSize(4)
          .epochs(4)
          .stepsPerEpoch(4)
          .headOnly(1)
          .schedule(Schedule.reduceOnPlateau(0.5, 1).warmUp(3))
          .augment(Augmentations.light())
          .resampling(Resampling.BALANCED)
          .weightDecay(1e-4)
          .seed(7);

  private static final int STEPS = 16;

  @TempDir static Path films;
  private static Split split;

  /** The training that nothing ever stopped. */
  private static TrainingRun whole;

  private static WeightCopy wholeWeights;

  @TempDir Path folder;

  @BeforeAll
  static void trainWithoutAStop() throws IOException {
    split = TinyFilms.split(films, 24);
    try (ChestModel model = TinyFilms.smallModel()) {
      whole = Training.run(model, split, PLAN, TinyFilms.QUIET);
      wholeWeights = model.copyWeights();
    }
  }

  private static TrainingListener afterStep(IntConsumer action) {
    return new TrainingListener() {
      @Override
      public void onStep(TrainingProgress progress) {
        action.accept(progress.step());
      }
    };
  }

  private static void stopAfter(int step, Checkpoints checkpoints) {
    var control = new TrainingControl();
    var stopping =
        afterStep(
            now -> {
              if (now == step) {
                control.stop();
              }
            });
    try (ChestModel model = TinyFilms.smallModel()) {
      var run = Training.run(model, split, PLAN, checkpoints, control, stopping);
      assertEquals(step, run.history().steps().size());
    }
  }

  private static void requireSameEnd(Checkpoints checkpoints, String where) {
    try (ChestModel model = SmallDenseNet.create(Labels.of("bright", "other"), 99)) {
      var control = new TrainingControl();
      TrainingRun run = Training.run(model, split, PLAN, checkpoints, control, TinyFilms.QUIET);
      assertTrue(wholeWeights.sameAs(model.copyWeights()), where);
      assertEquals(whole.bestEpoch(), run.bestEpoch(), where);
      assertEquals(whole.ending(), run.ending(), where);
      assertEquals(losses(whole), losses(run), where);
      assertEquals(aurocs(whole), aurocs(run), where);
    }
  }

  private static List<Double> losses(TrainingRun run) {
    return Stream.concat(
            run.history().steps().stream().map(StepRecord::loss),
            run.history().epochs().stream().map(EpochRecord::validationLoss))
        .toList();
  }

  private static List<List<Double>> aurocs(TrainingRun run) {
    return run.history().epochs().stream().map(EpochRecord::auroc).toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  @Test
  void aCheckpointThatCantBeWrittenLeavesTheOneBefore() throws IOException {
    List<Checkpoint> written = new ArrayList<>();
    for (int step : List.of(4, 5)) {
      Checkpoints checkpoints = Checkpoints.in(folder.resolve("until " + step));
      stopAfter(step, checkpoints);
      try (CheckpointFolder open = checkpoints.open()) {
        written.add(open.latest());
      }
    }
    Faults.survive(
        there -> save(there, written.get(0)),
        there -> save(there, written.get(1)),
        there -> {
          try (CheckpointFolder open = new CheckpointFolder(there)) {
            return open.latest().state().step();
          }
        },
        Files.createDirectory(folder.resolve("faults")));
  }

  private static void save(Path folder, Checkpoint checkpoint) {
    try (CheckpointFolder open = new CheckpointFolder(folder)) {
      open.save(checkpoint);
    }
  }

  @Test
  void aTrainingThatEndsAfterEachEpochOfItsPlanIsTheOneThatDoesNot() throws IOException {
    Checkpoints checkpoints = Checkpoints.in(folder);
    for (int epoch = 1; epoch < PLAN.epochs(); epoch++) {
      var control = new TrainingControl();
      control.endAfter(epoch);
      try (ChestModel model = TinyFilms.smallModel()) {
        TrainingRun run = Training.run(model, split, PLAN, checkpoints, control, TinyFilms.QUIET);
        assertEquals(TrainingRun.Ending.IN_PART, run.ending());
        assertFalse(run.stopped());
        assertTrue(run.summary().startsWith("Trained for " + epoch + " of 4 epochs in "));
        assertEquals(losses(whole).subList(0, 4 * epoch), losses(run).subList(0, 4 * epoch));
      }
      checkpoints.keepNewest();
      assertEquals(1, files().size());
    }
    requireSameEnd(checkpoints, "after each epoch");
    var control = new TrainingControl();
    assertThrows(IllegalArgumentException.class, () -> control.endAfter(0));
  }

  @Test
  void aTrainingThatWasStoppedAfterAnyStepEndsAsIfItHadNotBeen() {
    for (int step = 1; step <= STEPS; step++) {
      var checkpoints = Checkpoints.in(folder.resolve("after" + step));
      stopAfter(step, checkpoints);
      requireSameEnd(checkpoints, "stopped after step " + step);
    }
  }

  @Test
  void aTrainingThatHadEndedIsNotDoneAgainAndTwoFilesAreKept() throws IOException {
    var checkpoints = Checkpoints.in(folder).everySteps(1);
    try (ChestModel model = TinyFilms.smallModel()) {
      var control = new TrainingControl();
      Training.run(model, split, PLAN, checkpoints, control, TinyFilms.QUIET);
      assertTrue(wholeWeights.sameAs(model.copyWeights()), "writing changes nothing");
    }
    requireSameEnd(checkpoints, "the second time");
    assertEquals(
        List.of("checkpoint-0000015.safetensors", "checkpoint-0000016.safetensors"),
        files().stream().map(file -> file.getFileName().toString()).toList());
    try (ChestModel model = TinyFilms.smallModel()) {
      var none = afterStep(step -> assertEquals(-1, step, "a step is done again"));
      var control = new TrainingControl();
      Training.resume(model, split, checkpoints, control, none);
      assertTrue(wholeWeights.sameAs(model.copyWeights()));
    }
    checkpoints.clear();
    assertFalse(Files.exists(folder));
  }

  @Test
  void aFileThatWasCutOffOrChangedIsSetAsideAndTheOneBeforeIsUsed() throws IOException {
    var checkpoints = Checkpoints.in(folder).everySteps(1);
    stopAfter(6, checkpoints);
    Path newest = files().get(1);
    byte[] good = Files.readAllBytes(newest);
    for (int length : new int[] {0, 5, 8, 100, good.length / 2, good.length - 1}) {
      Files.write(newest, Arrays.copyOf(good, length));
      requireTheOneBefore(checkpoints, newest, "cut off after " + length);
    }
    for (int at = 0; at < good.length; at += good.length / 40) {
      byte[] changed = good.clone();
      changed[at] ^= 1;
      Files.write(newest, changed);
      requireTheOneBefore(checkpoints, newest, "changed at " + at);
    }
    Files.write(newest, Arrays.copyOf(good, good.length + 1));
    requireSameEnd(checkpoints, "after a file that goes on after its end");
  }

  private static void requireTheOneBefore(Checkpoints checkpoints, Path newest, String how)
      throws IOException {
    try (CheckpointFolder open = checkpoints.open()) {
      assertEquals(5, open.latest().state().step(), how);
    }
    Path aside = newest.resolveSibling(newest.getFileName() + ".damaged");
    assertTrue(Files.deleteIfExists(aside), how);
  }

  @Test
  void whereNoFileIsWholeItSaysSo() throws IOException {
    var checkpoints = Checkpoints.in(folder).everySteps(1);
    stopAfter(2, checkpoints);
    for (Path file : files()) {
      Files.write(file, new byte[9]);
    }
    String message = refusal(PLAN, split, checkpoints);
    assertTrue(message.contains("checkpoint-0000002.safetensors.damaged"), message);
    assertTrue(message.contains("begin anew"), message);
  }

  private static String refusal(TrainingPlan plan, Split films, Checkpoints checkpoints) {
    try (ChestModel model = TinyFilms.smallModel()) {
      WeightCopy before = model.copyWeights();
      var control = new TrainingControl();
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Training.run(model, films, plan, checkpoints, control, TinyFilms.QUIET));
      assertTrue(before.sameAs(model.copyWeights()));
      return e.getMessage();
    }
  }

  @Test
  void anotherPlanOrOtherFilmsOrAnotherNetworkAreRefused() {
    var checkpoints = Checkpoints.in(folder);
    stopAfter(2, checkpoints);
    String plan = refusal(PLAN.learningRate(0.01).epochs(5), split, checkpoints);
    assertTrue(
        plan.contains("(epochs: 4 there, 5 here; learningRate: 0.001 there, 0.01 here)"), plan);
    assertTrue(plan.contains("Checkpoints.load"), plan);
    var swapped = new Split(split.train(), split.train(), split.test());
    String other = refusal(PLAN, swapped, checkpoints);
    assertTrue(other.contains("the validation part of the split differs: 12 films are"), other);
    try (ChestModel model = TinyFilms.model()) {
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> Training.run(model, split, PLAN, checkpoints));
      assertTrue(e.getMessage().contains("create the model as it was created"), e.getMessage());
    }
  }

  @Test
  void aFolderBelongsToOneTrainingAtATime() {
    var checkpoints = Checkpoints.in(folder);
    try (CheckpointFolder open = checkpoints.open();
        ChestModel model = TinyFilms.smallModel()) {
      assertTrue(open.isEmpty());
      var e =
          assertThrows(CheckpointsInUse.class, () -> Training.run(model, split, PLAN, checkpoints));
      assertTrue(e.getMessage().startsWith("Another training is writing"), e.getMessage());
    }
  }

  @Test
  void aCheckpointThatCantBeWrittenDoesNotEndTheTraining() throws IOException {
    Path gone = folder.resolve("gone");
    try (ChestModel model = TinyFilms.smallModel()) {
      var deleting =
          afterStep(
              step -> {
                if (step == 3) {
                  delete(gone);
                }
              });
      var checkpoints = Checkpoints.in(gone).everySteps(1);
      Training.run(model, split, PLAN, checkpoints, new TrainingControl(), deleting);
      assertTrue(wholeWeights.sameAs(model.copyWeights()));
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLossThatIsNoNumberTellsTheStepTheReasonAndTheCheckpointToGoOnFrom() {
    var checkpoints = Checkpoints.in(folder).everySteps(1);
    var control = new TrainingControl();
    var raising =
        afterStep(
            step -> {
              if (step == 6) {
                control.learningRate(1e30);
              }
            });
    try (ChestModel model = TinyFilms.smallModel()) {
      var e =
          assertThrows(
              TrainingFailure.class,
              () -> Training.run(model, split, PLAN, checkpoints, control, raising));
      // Step 7 moves the weights too far, and step 8 is the first to see it.
      assertEquals(8, e.step());
      Path good = folder.resolve("checkpoint-0000006.safetensors");
      assertEquals(good, e.lastGoodCheckpoint().orElseThrow());
      assertTrue(e.getMessage().matches("The loss became \\S+ at step 8: .*"), e.getMessage());
      assertTrue(e.getMessage().contains("is probably too high"), e.getMessage());
      assertTrue(e.getMessage().contains(good.toString()), e.getMessage());
      assertEquals(1, e.getMessage().split("\\. ").length, e.getMessage());
      assertEquals(7, e.run().history().steps().size());
      assertTrue(model.copyWeights().isFinite());
    }
    requireSameEnd(checkpoints, "resumed from the last good one");
  }

  @Test
  void openOrRunGoesOnWithATrainingThatWasStopped() {
    var plan = PLAN.epochs(1).stepsPerEpoch(4).headOnly(0);
    var steps = new ArrayList<Integer>();
    var listener =
        afterStep(
            step -> {
              steps.add(step);
              if (steps.size() == 2) {
                StopSignal.request();
              }
            });
    String models = System.getProperty("cxrlab.models");
    TrainingListener before = Training.defaultListener();
    System.setProperty("cxrlab.models", folder.toString());
    Training.defaultListener(() -> listener);
    try {
      Training.openOrRun("night", split, plan).close();
      assertFalse(ChestModel.isSaved(folder.resolve("night")));
      try (ChestModel again = Training.openOrRun("night", split, plan);
          ChestModel saved = Training.openOrRun("night", split, plan);
          ChestModel unbroken = DenseNet121.create(again.labels(), plan.seed())) {
        assertEquals(List.of(1, 2, 3, 4), steps);
        Training.run(unbroken, split, plan, TinyFilms.QUIET);
        assertTrue(unbroken.copyWeights().sameAs(again.copyWeights()));
        assertTrue(unbroken.copyWeights().sameAs(saved.copyWeights()));
      }
      assertFalse(Files.exists(folder.resolve("night/checkpoints")));
    } finally {
      Training.defaultListener(() -> before);
      if (models == null) {
        System.clearProperty("cxrlab.models");
      } else {
        System.setProperty("cxrlab.models", models);
      }
    }
  }

  @Test
  void checkpointsTakeAHundredthOfTheTimeUnlessToldOtherwise() {
    var usual = Checkpoints.in(folder);
    long second = TimeUnit.SECONDS.toNanos(1);
    assertFalse(usual.isDue(1, true, 19 * second, 0));
    assertTrue(usual.isDue(1, false, 20 * second, 0));
    assertFalse(usual.isDue(50, true, 49 * second, second / 2));
    assertTrue(usual.isDue(50, false, 50 * second, second / 2));
    var minutes = usual.everyMinutes(0.5);
    assertFalse(minutes.isDue(7, true, 29 * second, second));
    assertTrue(minutes.isDue(7, false, 30 * second, second));
    var steps = usual.everySteps(5);
    assertTrue(steps.isDue(10, false, 0, second));
    assertFalse(steps.isDue(11, false, 90 * second, second));
    assertTrue(steps.isDue(11, true, 0, second));
    assertThrows(IllegalArgumentException.class, () -> usual.everySteps(0));
    assertThrows(IllegalArgumentException.class, () -> usual.everyMinutes(0));
  }
}
