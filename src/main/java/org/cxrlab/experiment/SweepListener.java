package org.cxrlab.experiment;

/**
 * Follows a sweep. Called from one thread at a time.
 */
public interface SweepListener {
  /** Before the first trial of this process, with those that were done before. */
  default void onStart(SweepResult soFar) {}

  /** After each trial of this process. */
  default void onTrial(SweepResult soFar, Trial last) {}

  /** When nothing is left to do, or the sweep was stopped. */
  default void onEnd(SweepResult result) {}
}
