package org.cxrlab.train;

import org.cxrlab.figure.Text;

/**
 * Where a training stands.
 *
 * @param epoch under way, counted from 1
 * @param epochs at most
 * @param step done last, counted from 1 through all epochs; 0 before the first
 * @param steps in all, at most
 * @param loss of the last step; NaN before the first
 * @param learningRate of the last step
 * @param imagesPerSecond while training, so far
 * @param secondsLeft an estimate; NaN before the first step
 * @param history so far
 */
public record TrainingProgress(
    int epoch,
    int epochs,
    int step,
    int steps,
    double loss,
    double learningRate,
    double imagesPerSecond,
    double secondsLeft,
    History history) {
  /** The steps that are done, as a share of all: 0 to 1. */
  public double share() {
    return (double) step / steps;
  }

  /** One line, e.g. "epoch 2/6, step 51/270, loss 1.234, 12.3 films/s, 2:31 min left". */
  @Override
  public String toString() {
    String line =
        Text.format("epoch %d/%d, step %d/%d", Math.min(epoch, epochs), epochs, step, steps);
    if (Double.isNaN(secondsLeft)) {
      return line;
    }
    return line
        + Text.format(
            ", loss %.3f, %.1f films/s, %s left", loss, imagesPerSecond, Text.clock(secondsLeft));
  }
}
