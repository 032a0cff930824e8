package org.cxrlab.remote;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.process.TrainingOrder;
import org.cxrlab.process.TrainingOutcome;
import org.cxrlab.process.TrainingSubject;
import org.cxrlab.split.Split;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.TrainingPlace;
import org.cxrlab.train.TrainingRun;
import org.cxrlab.train.UnreadableFilms;

/**
 * Trainings of models of this process on a cluster: each model is sent, and what it learnt back.
 */
record TrainingsOnCluster(Trials trials, int atOnce) implements TrainingPlace.Open {
  static TrainingsOnCluster of(Trials trials) {
    try {
      return new TrainingsOnCluster(trials, trials.places());
    } catch (RuntimeException e) {
      trials.close();
      throw e;
    }
  }

  @Override
  public TrainingRun run(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Optional<Checkpoints> checkpoints,
      UnreadableFilms unreadable) {
    int limit = unreadable.limit(split.train().size() + split.validation().size());
    Path subject = WholeFolder.passing();
    try {
      TrainingSubject.write(subject, model, split);
      Path come =
          trials
              .run(
                  number -> TrainingOrder.whole(number, subject, plan, checkpoints, limit).toJson())
              .orElseThrow(
                  () -> new CancellationException("Stopped; the model is as it was before."));
      try {
        return keep(come, model, plan);
      } finally {
        WholeFolder.deletePassing(come);
      }
    } finally {
      WholeFolder.deletePassing(subject);
    }
  }

  /** What it learnt until it failed is kept too. */
  private static TrainingRun keep(Path come, ChestModel model, TrainingPlan plan) {
    try (ChestModel learnt = ChestModel.load(come.resolve(TrainingOutcome.MODEL))) {
      model.restore(learnt.copyWeights());
    }
    model.setImageSize(plan.imageSize()).setPrecision(Precision.FP32).unfreeze();
    TrainingOutcome outcome = TrainingOutcome.read(come);
    model.note("plan", plan.toJson());
    model.note("history", outcome.told().history().toJson());
    return outcome.training();
  }

  @Override
  public void close() {
    trials.close();
  }
}
