package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that train by signal 9, which leaves them no moment to tidy up. */
@Tag("slow")
class KilledTrainingTest {
  static final TrainingPlan PLAN = CheckpointsTest.PLAN.epochs(8).stepsPerEpoch(6);
  private static final int KILLS = 20;
  private static final int KILLED_BY_SIGNAL_9 = 128 + 9;

  @TempDir static Path films;
  @TempDir Path folder;

  @Test
  void twentyTrainingsKilledAtRandomMomentsEndWithTheWeightsOfOneThatWasNot() throws Exception {
    Split split = TinyFilms.split(films, 24);
    WeightCopy whole;
    long nanos;
    try (ChestModel model = TinyFilms.smallModel()) {
      TrainingRun run = Training.run(model, split, PLAN, TinyFilms.QUIET);
      whole = model.copyWeights();
      nanos = (long) (run.seconds() * 1e9);
    }
    // Another seed each time: over many runs of this test more moments are tried.
    long seed = System.nanoTime();
    System.out.println("kill -9 at moments by seed " + seed);
    Random random = new Random(seed);
    for (int kill = 1; kill <= KILLS; kill++) {
      Path checkpoints = folder.resolve("kill" + kill);
      long wait = (long) (random.nextDouble() * nanos);
      int step = killAfter(wait, checkpoints);
      boolean torn = holdsTornFile(checkpoints);
      try (ChestModel model = TinyFilms.smallModel()) {
        var first = new int[] {-1};
        var listener =
            new TrainingListener() {
              @Override
              public void onStart(TrainingProgress progress) {
                first[0] = progress.step();
              }
            };
        var where = Checkpoints.in(checkpoints);
        Training.run(model, split, PLAN, where, new TrainingControl(), listener);
        boolean same = whole.sameAs(model.copyWeights());
        System.out.printf(
            "kill %2d of %d, %4d ms after step 1: step %2d of %d was told, went on after step"
                + " %2d%s, weights %s%n",
            kill,
            KILLS,
            wait / 1_000_000,
            step,
            PLAN.epochs() * PLAN.stepsPerEpoch(),
            first[0],
            torn ? " beside a torn file" : "",
            same ? "the same" : "OTHERS");
        assertTrue(first[0] >= step, "steps were lost that had been told");
        assertTrue(same, "seed " + seed + ", kill " + kill);
      }
    }
  }

  /** Waits for the first step and then so long; tells the last step that the process told. */
  private static int killAfter(long nanos, Path checkpoints) throws Exception {
    Process process =
        ChildJava.start(
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
            KilledTraining.class,
            films,
            checkpoints);
    try (BufferedReader said = process.inputReader()) {
      String line = said.readLine();
      TimeUnit.NANOSECONDS.sleep(nanos);
      // On Linux this is signal 9. Process.destroyForcibly would close what is still to be read.
      process.toHandle().destroyForcibly();
      int step = 0;
      for (; line != null; line = said.readLine()) {
        step = Integer.parseInt(line);
      }
      int status = process.waitFor();
      assertTrue(step > 0, "the training did not begin; its exit status is " + status);
      if (step < PLAN.epochs() * PLAN.stepsPerEpoch()) {
        assertEquals(KILLED_BY_SIGNAL_9, status);
      }
      return step;
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean holdsTornFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".part"));
    }
  }
}
