package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.cxrlab.disk.WholeFile;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.model.weights.SafetensorsContainer;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that train by signal 9, which leaves them no moment to tidy up. */
@Tag("slow")
class KilledTrainingTest {
  private static final int EPOCH = 6;
  static final TrainingPlan PLAN = CheckpointsTest.PLAN.stepsPerEpoch(EPOCH);
  private static final int STEPS = PLAN.epochs() * EPOCH;
  private static final int KILLED_BY_SIGNAL_9 = 128 + 9;

  /** A file's head is written in two parts, and then at least four arrays. */
  private static final int PARTS = 6;

  /** Where a training is killed: at a call of a method, the first one in or after some step. */
  private enum Moment {
    AS_A_STEP_BEGINS(2, Trainer.class, "step"),
    BEFORE_THE_WEIGHTS_CHANGE(2, Adam.class, "update"),
    AS_A_STEP_IS_DONE(2, Trainer.class, "saveIfDue"),
    IN_THE_VALIDATION(2, Trainer.class, "validate"),
    WHILE_A_CHECKPOINT_IS_WRITTEN(6, SafetensorsContainer.class, "writeAll"),
    BEFORE_A_CHECKPOINT_GETS_ITS_NAME(3, Files.class, "move"),
    AFTER_A_CHECKPOINT_GOT_ITS_NAME(2, WholeFile.class, "forceFolder"),
    BEFORE_AN_OLD_CHECKPOINT_GOES(1, Files.class, "delete");

    final int kills;
    final Class<?> type;
    final String method;

    Moment(int kills, Class<?> type, String method) {
      this.kills = kills;
      this.type = type;
      this.method = method;
    }

    /** The step after which the killed training goes on. */
    int kept(int step) {
      return switch (this) {
        case IN_THE_VALIDATION -> (step + EPOCH - 1) / EPOCH * EPOCH;
        case AFTER_A_CHECKPOINT_GOT_ITS_NAME, BEFORE_AN_OLD_CHECKPOINT_GOES -> step;
        default -> step - 1;
      };
    }

    boolean leavesAnUnfinishedFile() {
      return this == WHILE_A_CHECKPOINT_IS_WRITTEN || this == BEFORE_A_CHECKPOINT_GETS_ITS_NAME;
    }

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @TempDir static Path films;
  @TempDir Path folder;

  @Test
  void trainingsKilledAtAnyMomentEndWithTheWeightsOfOneThatWasNot() throws Exception {
    Split split = TinyFilms.split(films, 24);
    WeightCopy whole;
    try (ChestModel model = TinyFilms.smallModel()) {
      Training.run(model, split, PLAN, TinyFilms.QUIET);
      whole = model.copyWeights();
    }
    // Another seed each time: over many runs of this test more moments are tried.
    long seed = System.nanoTime();
    System.out.println("kill -9 at moments by seed " + seed);
    Random random = new Random(seed);
    Map<Moment, Integer> inside = new EnumMap<>(Moment.class);
    for (Moment moment : Moment.values()) {
      for (int kill = 1; kill <= moment.kills; kill++) {
        Path checkpoints = folder.resolve(moment.name() + kill);
        // Two checkpoints are kept, and so none goes before the third step.
        int step = 3 + random.nextInt(STEPS - 2);
        boolean parts = moment == Moment.WHILE_A_CHECKPOINT_IS_WRITTEN;
        kill(checkpoints, moment, step, parts ? 2 + random.nextInt(PARTS - 1) : 1);
        inside.merge(moment, 1, Integer::sum);
        String what = "seed " + seed + ", killed " + moment.words() + ", step " + step;
        assertEquals(moment.leavesAnUnfinishedFile(), holdsUnfinishedFile(checkpoints), what);
        requireSameEnd(whole, split, checkpoints, moment.kept(step), what);
        System.out.println("killed " + moment.words() + ", step " + step + ": the same weights");
      }
    }
    int kills = inside.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(kills >= 20, "kills inside the training");
    System.out.println(kills + " kills inside the training:");
    inside.forEach((moment, count) -> System.out.println("  " + count + " " + moment.words()));
  }

  private static void kill(Path checkpoints, Moment moment, int step, int calls) throws Exception {
    try (DebuggedJava training =
        DebuggedJava.start(
            "-Xmx512m -XX:TieredStopAtLevel=1", KilledTraining.class, films, checkpoints)) {
      boolean there =
          training.runTo(Trainer.class, "step", step)
              && (moment == Moment.AS_A_STEP_BEGINS
                  || training.runTo(moment.type, moment.method, calls));
      assertTrue(there, () -> "the training ended before it was killed: " + training.errors());
      assertEquals(KILLED_BY_SIGNAL_9, training.kill());
    }
  }

  private static void requireSameEnd(
      WeightCopy whole, Split split, Path checkpoints, int kept, String what) {
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
      assertEquals(kept, first[0], what);
      assertTrue(whole.sameAs(model.copyWeights()), what);
    }
  }

  private static boolean holdsUnfinishedFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".part"));
    }
  }
}
