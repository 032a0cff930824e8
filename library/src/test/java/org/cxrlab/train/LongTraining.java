package org.cxrlab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;

/** A process that trains for a thousand steps and tells how much memory it has. */
final class LongTraining {
  static final int STEPS = 1000;
  static final int EVERY = 200;
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults()
          .imageSize(48)
          .batchSize(8)
          .epochs(STEPS / EVERY)
          .stepsPerEpoch(EVERY)
          .learningRate(1e-4)
          .seed(7);

  private LongTraining() {}

  /** Takes the folder of the films and that of the checkpoints. */
  public static void main(String[] args) throws IOException {
    Split split = TinyFilms.split(Path.of(args[0]), 24);
    var telling =
        new TrainingListener() {
          @Override
          public void onEpoch(TrainingProgress progress) {
            System.gc();
            Runtime java = Runtime.getRuntime();
            long heap = (java.totalMemory() - java.freeMemory()) >> 10;
            System.out.println(progress.step() + " " + heap + " " + resident());
          }
        };
    var checkpoints = Checkpoints.in(Path.of(args[1])).everySteps(50);
    try (ChestModel model = TinyFilms.smallModel()) {
      Training.run(model, split, PLAN, checkpoints, new TrainingControl(), telling);
    }
  }

  /** How much of the machine's memory the process has, in KiB. */
  private static long resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
