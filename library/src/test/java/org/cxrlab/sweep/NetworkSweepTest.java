package org.cxrlab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Run;
import org.cxrlab.run.Runs;
import org.cxrlab.run.Samples;
import org.cxrlab.split.Split;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose trials are networks: each goes on where it was broken off. */
@Tag("slow")
class NetworkSweepTest {
  private static final int STEPS_PER_EPOCH = 5;
  private static final int KILLED_BY_SIGNAL_9 = 128 + 9;

  /** All that a training remembers from one step to the next has a part in it. */
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults()
          .imageSize(32)
          .batchSize(4)
          .epochs(6)
          .stepsPerEpoch(STEPS_PER_EPOCH)
          .headOnly(1)
          .schedule(Schedule.cosine().warmUp(3))
          .augment(Augmentations.light())
          .seed(7);

  private static final SearchSpace SPACE = SearchSpace.empty().log("learningRate", 1e-4, 1e-2);

  @TempDir static Path films;
  @TempDir Path folder;

  private static Sweep halving() {
    return Sweep.halving(SPACE, 4).plan(PLAN).seed(2).halving(2, 3).named("networks");
  }

  /** Small networks, and a checkpoint after each step. */
  private static SweepResult run(Sweep sweep, Path file, Split split, SweepListener listener) {
    var trainable =
        new NetworkTrialModel(
            "small", NetworkSweepTest::network, split, checkpoints -> checkpoints.everySteps(1));
    try (Runs runs = Runs.open(file)) {
      return new SweepRunner(sweep, runs, trainable, listener).run(1);
    }
  }

  private static ChestModel network(TrainingPlan plan) {
    return SmallDenseNet.create(Samples.LABELS, plan.seed());
  }

  private static Split split() {
    return Samples.split(films);
  }

  private Path file() {
    return folder.resolve("runs.db");
  }

  private static List<String> scores(SweepResult result) {
    return result.trials().stream()
        .map(t -> Text.format("%d after %d: %s, %s", t.number(), t.epochs(), t.score(), t.loss()))
        .toList();
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> p.getFileName().toString().startsWith("checkpoint-")).toList();
    }
  }

  private static TrainingRun inOneGo(TrainingPlan plan, Split split) {
    try (ChestModel model = network(plan)) {
      return Training.run(model, split, plan, new TrainingListener() {});
    }
  }

  private static List<String> told(List<EpochRecord> epochs) {
    return epochs.stream()
        .map(e -> Text.format("%s %s %s", e.trainingLoss(), e.validationLoss(), e.auroc()))
        .toList();
  }

  @Test
  void whatHalvingLetsGoOnIsTheTrainingInOneGo() throws IOException {
    Split split = split();
    SweepResult result = run(halving(), file(), split, new SweepListener() {});
    assertTrue(result.isComplete());
    assertEquals(List.of(), checkpoints());
    try (Stream<Path> beside = Files.list(folder)) {
      assertFalse(
          beside.anyMatch(p -> p.toString().contains("-sweep-")), "an empty folder is left");
    }
    Trial longest = result.best();
    assertEquals(6, longest.epochs());
    try (Runs runs = Runs.open(file())) {
      Trial before =
          result.trials().stream()
              .filter(t -> t.number() == longest.number() && t.epochs() == 2)
              .findFirst()
              .orElseThrow();
      Run whole = runs.run(longest.run());
      Run first = runs.run(before.run());
      assertEquals(whole.plan(), first.plan(), "both rounds have one schedule, over all epochs");
      assertEquals(6, whole.plan().epochs());
      assertEquals(2, first.history().epochs().size());
      assertEquals(Run.Status.DONE, first.status());
      // The very same steps, as how long they took shows, and not others that are alike.
      assertEquals(
          first.history().steps(), whole.history().steps().subList(0, 2 * STEPS_PER_EPOCH));
      TrainingRun inOneGo = inOneGo(whole.plan(), split);
      assertEquals(told(inOneGo.history().epochs()), told(whole.history().epochs()));
      assertEquals(
          inOneGo.history().epochs().get(inOneGo.bestEpoch() - 1).meanAuroc(), longest.score());
    }
  }

  @Test
  void aSweepThatIsStoppedGoesOnInTheMiddleOfItsTrial() throws IOException {
    Split split = split();
    Sweep sweep = Sweep.random(SPACE, 2).plan(PLAN).seed(5);
    SweepListener stopping =
        new SweepListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            if (progress.step() == 8) {
              StopSignal.request();
            }
          }
        };
    SweepResult stopped = run(sweep, file(), split, stopping);
    assertFalse(stopped.isComplete());
    assertFalse(checkpoints().isEmpty());
    List<Integer> steps = new ArrayList<>();
    SweepResult whole = run(sweep, file(), split, steps(steps));
    assertTrue(whole.isComplete());
    assertTrue(steps.get(0) > 8, "it went on with step " + steps.get(0));
    assertEquals(List.of(), checkpoints());
    Path other = folder.resolve("never-stopped.db");
    assertEquals(scores(run(sweep, other, split, steps(steps))), scores(whole));
  }

  private static SweepListener steps(List<Integer> steps) {
    return new SweepListener() {
      @Override
      public void onStep(TrainingProgress progress) {
        steps.add(progress.step());
      }
    };
  }

  /** A program that runs the sweep and says each step. */
  static final class Child {
    private Child() {}

    /** The file of runs, and the folder of films. */
    public static void main(String[] arguments) {
      run(
          halving(),
          Path.of(arguments[0]),
          Samples.split(Path.of(arguments[1])),
          new SweepListener() {
            @Override
            public void onStep(TrainingProgress progress) {
              System.out.println("step " + progress.step());
            }

            @Override
            public void onTrial(SweepResult soFar, Trial last) {
              System.out.println("trial");
            }
          });
    }
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            file().toString(),
            films.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Kills the child after so many trials and, in the next, so many steps; tells the last step. */
  private int killAfter(int trials, int steps) throws Exception {
    Process process = child();
    try (BufferedReader lines = process.inputReader()) {
      int step = 0;
      int over = 0;
      String line = lines.readLine();
      while (line != null && (over < trials || step < steps)) {
        over += line.equals("trial") ? 1 : 0;
        step = line.startsWith("step ") ? Integer.parseInt(line.substring(5)) : 0;
        line = lines.readLine();
      }
      // On Linux this is signal 9. Process.destroyForcibly would close what is still to be read.
      process.toHandle().destroyForcibly();
      for (; line != null; line = lines.readLine()) {
        assertFalse(line.equals("trial"), "it was killed too late");
        step = Integer.parseInt(line.substring(5));
      }
      assertEquals(KILLED_BY_SIGNAL_9, process.waitFor());
      return step;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aKilledSweepGoesOnInTheMiddleOfItsTrial() throws Exception {
    Split split = split();
    int inFirst = killAfter(1, 4);
    assertTrue(inFirst >= 4);
    // The second child ends the trial at hand, then the third; the best of them goes on and is
    // killed on its way.
    int inLast = killAfter(2, 2 * STEPS_PER_EPOCH + 3);
    List<Integer> steps = new ArrayList<>();
    SweepResult whole = run(halving(), file(), split, steps(steps));
    assertTrue(whole.isComplete());
    System.out.printf(
        Locale.ROOT,
        "killed at step %d of trial 2, and at step %d of a trial's second round; went on with step"
            + " %d%n",
        inFirst,
        inLast,
        steps.get(0));
    assertTrue(steps.get(0) > inLast, "it went on with step " + steps.get(0));
    Path other = folder.resolve("never-killed.db");
    assertEquals(scores(run(halving(), other, split, steps(steps))), scores(whole));
    assertEquals(List.of(), checkpoints());
  }
}
