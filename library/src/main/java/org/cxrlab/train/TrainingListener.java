package org.cxrlab.train;

/**
 * Follows a training. Called from the thread that trains, between steps; what takes long here slows
 * the training down.
 */
public interface TrainingListener {
  /** Before the first step. */
  default void onStart(TrainingProgress progress) {}

  /** After each step. */
  default void onStep(TrainingProgress progress) {}

  /** After each epoch and its validation. */
  default void onEpoch(TrainingProgress progress) {}

  /** When the training has ended, was stopped or has failed; always called once. */
  default void onEnd(TrainingProgress progress) {}
}
