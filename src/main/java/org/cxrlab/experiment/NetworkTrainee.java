package org.cxrlab.experiment;

import java.util.Optional;
import java.util.function.Function;
import org.cxrlab.model.ChestModel;
import org.cxrlab.split.Split;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingRun;

/** Whole networks, one at a time: the engine computes gradients of one at a time in a process. */
record NetworkTrainee(String network, Function<TrainingPlan, ChestModel> create, Split split)
    implements Trainee {
  @Override
  public String identity() {
    return network;
  }

  @Override
  public void requireTurned(Setting setting) {
    // Every setting of a plan changes how a network learns.
  }

  @Override
  public void require(TrainingPlan plan) {
    plan.loss().requireLabels(split.train().labels());
  }

  @Override
  public RunRecording begin(Runs runs, String name, TrainingPlan plan) {
    return runs.begin(
        name, Run.Kind.TRAINING, split.train().labels(), split, plan, Optional.empty());
  }

  @Override
  public TrainingRun train(TrainingPlan plan, RunRecording recording, TrainingListener listener) {
    try (ChestModel model = create.apply(plan)) {
      TrainingRun run = Training.run(model, split, plan, recording, listener);
      if (!run.stopped()) {
        recording.predictions("validation", model.predict(split.validation()));
        recording.saveModel(model);
      }
      return run;
    }
  }
}
