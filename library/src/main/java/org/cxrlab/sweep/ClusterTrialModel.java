package org.cxrlab.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.process.TrainingOrder;
import org.cxrlab.process.TrainingOutcome;
import org.cxrlab.remote.Trials;
import org.cxrlab.run.Features;
import org.cxrlab.run.RunRecording;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.History;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;

/**
 * The same trainings as another's, done on a cluster. This process decides what is trained and
 * writes the runs down, so finished trials are known wherever they were trained.
 *
 * @param here what would train in this process
 * @param features that heads are trained on; empty for networks
 */
record ClusterTrialModel(TrialModel here, Optional<Features> features, Trials trials)
    implements TrialModel {
  @Override
  public String identity() {
    return here.identity();
  }

  @Override
  public Split split() {
    return here.split();
  }

  @Override
  public void requireTurned(PlanField<?> setting) {
    here.requireTurned(setting);
  }

  @Override
  public void require(TrainingPlan plan) {
    here.require(plan);
  }

  @Override
  public RunRecording begin(Runs runs, String name, TrainingPlan plan) {
    return here.begin(runs, name, plan);
  }

  @Override
  public TrainingRun train(
      TrainingPlan plan,
      int epochs,
      Path folder,
      RunRecording recording,
      TrainingListener listener) {
    int films = split().train().size() + split().validation().size();
    Optional<Path> come =
        trials.run(number -> TrainingOrder.trial(number, plan, epochs, folder, films).toJson());
    if (come.isEmpty()) {
      return stopped(plan);
    }
    try {
      return keep(come.get(), recording);
    } finally {
      WholeFolder.deletePassing(come.get());
    }
  }

  /** Of what it did until then nothing is known here but its checkpoint. */
  private TrainingRun stopped(TrainingPlan plan) {
    var history = new History(split().train().labels(), List.of(), List.of());
    return new TrainingRun(plan, history, 0, TrainingRun.Ending.STOPPED, 0);
  }

  private TrainingRun keep(Path folder, RunRecording recording) {
    TrainingOutcome outcome = TrainingOutcome.read(folder);
    TrainingRun run = outcome.training();
    Labels labels = split().train().labels();
    if (features.isPresent()) {
      var head = new LinearHead(labels, outcome.head().get(0), outcome.head().get(1));
      recording.head(head, features.get());
    } else {
      recording.predictions(
          LeftOutFilm.VALIDATION,
          new Predictions(
              split().validation().at(outcome.read()), labels, outcome.probabilities()));
      try (ChestModel model = ChestModel.load(folder.resolve(TrainingOutcome.MODEL))) {
        recording.saveModel(model);
      }
    }
    return run;
  }
}
