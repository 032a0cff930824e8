package org.cxrlab.train;

/**
 * Follows an experiment that is repeated. Called from the thread that runs it, often; what takes
 * long here slows it down.
 */
@FunctionalInterface
public interface RepeatListener {
  /** Something went on: a step, a training or a repetition is done. The last call says so. */
  void onProgress(RepeatProgress progress);
}
