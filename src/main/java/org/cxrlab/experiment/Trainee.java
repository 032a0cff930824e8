package org.cxrlab.experiment;

import org.cxrlab.split.Split;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingRun;

/** What a sweep trains. */
interface Trainee {
  /** What learns, in a word that is another for others: it tells finished trials apart. */
  String identity();

  /** The films. */
  Split split();

  /**
   * Checks that turning a setting changes something.
   *
   * @throws IllegalArgumentException if not
   */
  void requireTurned(Setting setting);

  /**
   * Checks that there can be such a training.
   *
   * @throws IllegalArgumentException if not
   */
  void require(TrainingPlan plan);

  /** Begins to write a run down. */
  RunRecording begin(Runs runs, String name, TrainingPlan plan);

  /**
   * Trains by a plan and keeps what came of it, but for its ending.
   *
   * @param listener is told of steps where they take long
   * @throws ArithmeticException or {@link org.cxrlab.train.TrainingFailure} if the plan leads
   *     nowhere
   */
  TrainingRun train(TrainingPlan plan, RunRecording recording, TrainingListener listener);
}
