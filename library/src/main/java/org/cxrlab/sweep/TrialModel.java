package org.cxrlab.sweep;

import java.nio.file.Path;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.RunRecording;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingRun;

/** What a sweep trains, in the word of Ray Tune. */
interface TrialModel {
  /** A fingerprint of what learns: equal for equal beginnings. By it finished trials are known. */
  String identity();

  /** The films. */
  Split split();

  /**
   * Checks that turning a setting changes something.
   *
   * @throws IllegalArgumentException if not
   */
  void requireTurned(PlanField<?> setting);

  /**
   * Checks that there can be such a training.
   *
   * @throws IllegalArgumentException if not
   */
  void require(TrainingPlan plan);

  /** Begins to write a run down. */
  RunRecording begin(Runs runs, String name, TrainingPlan plan);

  /**
   * Trains by a plan, or the first epochs of it, and keeps what came of it, but for its ending.
   *
   * @param epochs after which to end; the schedule is that of the whole plan
   * @param folder for what it takes to go on later, that is, after it was stopped or killed, or to
   *     more epochs; what it is given there was left by the same plan
   * @param listener hears of steps where they take long
   * @throws org.cxrlab.train.TrainingFailure if the plan leads nowhere
   */
  TrainingRun train(
      TrainingPlan plan,
      int epochs,
      Path folder,
      RunRecording recording,
      TrainingListener listener);
}
