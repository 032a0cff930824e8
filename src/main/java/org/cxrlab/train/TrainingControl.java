package org.cxrlab.train;

import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;

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
