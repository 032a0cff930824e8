package org.cxrlab.experiment;

import org.cxrlab.split.Split;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingRun;

/** What a sweep trains. */
interface Trainee {
  /** What learns, in a word that is another for others: it tells finished trials apart. */
  String identity();

  /** The films. */
  Split split();

  /** Begins to write a run down. */
  RunRecording begin(Runs runs, String name, TrainingPlan plan);

  /**
   * Trains by a plan and keeps what came of it.
   *
   * @throws RuntimeException if that can't be; its message is kept
   */
  TrainingRun train(TrainingPlan plan, RunRecording recording);
}
