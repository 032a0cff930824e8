package org.cxrlab.sweep;

import java.nio.file.Path;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.RunRecording;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;

/** Heads on features; each begins from weights that the plan's seed gives. */
record HeadTrialModel(Features features) implements TrialModel {
  @Override
  public String identity() {
    return "head on " + features.backbone();
  }

  @Override
  public Split split() {
    return features.split();
  }

  @Override
  public void requireTurned(PlanField<?> setting) {
    if (!setting.isFor(PlanField.Use.SWEEP_OF_HEADS)) {
      throw new IllegalArgumentException(
          Text.format(
              "Turning \"%s\" changes nothing where heads learn on features; take it out of the space, or train networks.",
              setting));
    }
  }

  @Override
  public void require(TrainingPlan plan) {
    HeadTraining.require(features, plan);
  }

  @Override
  public RunRecording begin(Runs runs, String name, TrainingPlan plan) {
    return runs.begin(name, features, plan);
  }

  @Override
  public TrainingRun train(
      TrainingPlan plan,
      int epochs,
      Path folder,
      RunRecording recording,
      TrainingListener listener) {
    // From the beginning each time: that takes less than a checkpoint would.
    HeadTraining.Result result = HeadTraining.run(features, plan, epochs);
    recording.head(result.head(), features);
    return result.run();
  }
}
