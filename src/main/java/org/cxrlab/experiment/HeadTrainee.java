package org.cxrlab.experiment;

import java.util.Optional;
import org.cxrlab.model.LinearHead;
import org.cxrlab.split.Split;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingRun;

/** Heads on features; each begins from weights that the plan's seed gives. */
record HeadTrainee(Features features) implements Trainee {
  @Override
  public String identity() {
    return "head on " + features.backbone();
  }

  @Override
  public Split split() {
    return features.split();
  }

  @Override
  public RunRecording begin(Runs runs, String name, TrainingPlan plan) {
    return runs.begin(
        name,
        Run.Kind.HEAD,
        split().train().labels(),
        split(),
        plan,
        Optional.of(features.backbone()));
  }

  @Override
  public TrainingRun train(TrainingPlan plan, RunRecording recording) {
    HeadTraining.Result result = HeadTraining.run(features, plan);
    LinearHead head = result.head();
    recording.head(head);
    recording.predictions("validation", head.predict(features.validation()));
    return result.run();
  }
}
