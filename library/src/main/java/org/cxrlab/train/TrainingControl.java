package org.cxrlab.train;

import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.cxrlab.plan.TrainingPlan;

/**
 * A hand on a training while it runs: pauses it, ends it, changes its learning rate. May be used
 * from any thread, before the training has begun too. Make a new one for each training.
 */
public final class TrainingControl {
  /** How often a training that is paused looks whether {@link StopSignal} asks it to end. */
  private static final long LOOK_MILLIS = 50;

  private boolean paused;
  private boolean stopped;
  private double wantedRate = Double.NaN;
  private int lastEpoch = Integer.MAX_VALUE;

  /** A control that lets the training run. */
  public TrainingControl() {}

  /** Holds the training after its step until {@link #resume()} or {@link #stop()}. */
  public synchronized void pause() {
    paused = true;
  }

  /** Lets a paused training go on. */
  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Whether the training is held, or will be after its step. */
  public synchronized boolean isPaused() {
    return paused;
  }

  /**
   * Ends the training after its step, a paused one at once; it returns its run, and the model holds
   * the weights of the best epoch.
   */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Whether somebody asked for the end, here; {@link StopSignal} is another way to ask. */
  public synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * From the next step on takes the place of the plan's learning rate; the schedule multiplies it
   * as it would have multiplied that one. The history keeps the change.
   *
   * @param rate above 0
   */
  public synchronized void learningRate(double rate) {
    wantedRate = TrainingPlan.requireLearningRate(rate);
  }

  /**
   * Ends the training when so many epochs of its plan are over, unless it has ended before. Nothing
   * else of it changes: the schedule stays that of the whole plan, so that a training with {@link
   * Checkpoints} goes on from there as if it had never ended.
   *
   * @param epoch counted from 1
   */
  public synchronized void endAfter(int epoch) {
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "A training can end after its epoch 1 at the earliest, not after " + epoch + ".");
    }
    lastEpoch = epoch;
  }

  /** Whether so many epochs are all that were asked for. */
  synchronized boolean isEnoughAfter(int epochs) {
    return epochs >= lastEpoch;
  }

  /** The learning rate that was asked for since this was last called, if one was. */
  synchronized OptionalDouble takeLearningRate() {
    double taken = wantedRate;
    wantedRate = Double.NaN;
    return Double.isNaN(taken) ? OptionalDouble.empty() : OptionalDouble.of(taken);
  }

  /** Whether the training is to end, asked here or by {@link StopSignal}. */
  synchronized boolean endsNow() {
    return stopped || StopSignal.isRequested();
  }

  /**
   * Waits as long as the training is paused.
   *
   * @return the nanoseconds that it waited
   * @throws CancellationException if the thread was interrupted; it stays interrupted
   */
  synchronized long awaitTurn() {
    long begin = System.nanoTime();
    while (paused && !endsNow()) {
      try {
        wait(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("The training was interrupted while it was paused.");
      }
    }
    return System.nanoTime() - begin;
  }
}
