package org.cxrlab.sweep;

import org.cxrlab.train.TrainingProgress;

/** Follows a sweep. Called from the thread that runs it. */
public interface SweepListener {
  /** Before the first trial of this process, with those that were done before. */
  default void onStart(SweepResult soFar) {}

  /**
   * Now and then while a network learns in this process, which may take long; heads are too quick
   * for it.
   */
  default void onStep(TrainingProgress progress) {}

  /** After each trial of this process and of those that it started for the sweep. */
  default void onTrial(SweepResult soFar, Trial last) {}

  /** When nothing is left to do, or the sweep was stopped. */
  default void onEnd(SweepResult result) {}
}
