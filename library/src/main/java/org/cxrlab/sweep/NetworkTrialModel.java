package org.cxrlab.sweep;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Run;
import org.cxrlab.run.RunRecording;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingControl;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;

/**
 * Whole networks, one at a time: the engine computes gradients of one at a time in a process.
 *
 * @param often says how often checkpoints are written
 */
record NetworkTrialModel(
    String network,
    Function<TrainingPlan, ChestModel> create,
    Split split,
    UnaryOperator<Checkpoints> often)
    implements TrialModel {
  NetworkTrialModel(String network, Function<TrainingPlan, ChestModel> create, Split split) {
    this(network, create, split, UnaryOperator.identity());
  }

  @Override
  public String identity() {
    return network;
  }

  @Override
  public void requireTurned(PlanField<?> setting) {
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
  public TrainingRun train(
      TrainingPlan plan,
      int epochs,
      Path folder,
      RunRecording recording,
      TrainingListener listener) {
    Checkpoints checkpoints = often.apply(Checkpoints.in(folder));
    var control = new TrainingControl();
    control.endAfter(epochs);
    try (ChestModel model = create.apply(plan)) {
      TrainingRun run = Training.run(model, split, plan, checkpoints, control, recording, listener);
      if (run.ending() == TrainingRun.Ending.IN_PART) {
        checkpoints.keepNewest();
      }
      if (!run.stopped()) {
        recording.validation(model, split.validation(), run.history());
        recording.saveModel(model);
      }
      return run;
    }
  }
}
