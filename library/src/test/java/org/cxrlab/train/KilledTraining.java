package org.cxrlab.train;

import java.io.IOException;
import java.nio.file.Path;
import org.cxrlab.model.ChestModel;

/** A process that trains and is going to be killed. */
final class KilledTraining {
  private KilledTraining() {}

  /** Takes the folder of the films and that of the checkpoints. */
  public static void main(String[] args) throws IOException {
    var split = TinyFilms.split(Path.of(args[0]), 24);
    var checkpoints = Checkpoints.in(Path.of(args[1])).everySteps(1);
    try (ChestModel model = TinyFilms.smallModel()) {
      var control = new TrainingControl();
      Training.run(model, split, KilledTrainingTest.PLAN, checkpoints, control, TinyFilms.QUIET);
    }
  }
}
