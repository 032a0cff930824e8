package org.cxrlab.train;

import java.io.IOException;
import java.nio.file.Path;
import org.cxrlab.model.ChestModel;

/** A process that trains, says so at each step, and is going to be killed. */
final class KilledTraining {
  private KilledTraining() {}

  /** Takes the folder of the films and that of the checkpoints. */
  public static void main(String[] args) throws IOException {
    var telling =
        new TrainingListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            System.out.println(progress.step());
          }
        };
    var split = TinyFilms.split(Path.of(args[0]), 24);
    var checkpoints = Checkpoints.in(Path.of(args[1])).everySteps(1);
    try (ChestModel model = TinyFilms.smallModel()) {
      Training.run(
          model, split, KilledTrainingTest.PLAN, checkpoints, new TrainingControl(), telling);
    }
  }
}
