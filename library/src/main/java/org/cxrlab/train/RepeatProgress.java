package org.cxrlab.train;

import org.cxrlab.figure.Text;

/**
 * Where a repeated experiment stands. Changes while the experiment goes on; may be asked by any
 * thread.
 */
public final class RepeatProgress {
  private final int seeds;
  private final int atOnce;
  private final boolean elsewhere;
  private final long start = System.nanoTime();
  private int done;
  private int trainings;
  private int trainingsOfDone;
  private double training;
  private boolean ended;

  private RepeatProgress(int seeds, int atOnce, boolean elsewhere) {
    this.seeds = seeds;
    this.atOnce = atOnce;
    this.elsewhere = elsewhere;
  }

  /** One seed after the other, in this process. */
  static RepeatProgress here(int seeds) {
    return new RepeatProgress(seeds, 1, false);
  }

  /** So many seeds at the same time, their trainings elsewhere. */
  static RepeatProgress elsewhere(int seeds, int atOnce) {
    return new RepeatProgress(seeds, atOnce, true);
  }

  /** A training has come so far, from 0 to 1. */
  synchronized void onStep(double share) {
    training = share;
  }

  synchronized void onTraining() {
    training = 0;
    trainings++;
  }

  synchronized void onSeed(int itsTrainings) {
    done++;
    trainingsOfDone += itsTrainings;
  }

  synchronized void onEnd() {
    ended = true;
  }

  /** Whether nothing follows. */
  public synchronized boolean ended() {
    return ended;
  }

  /**
   * The part that is done: 0 to 1. How many trainings a seed has is known once one is done; before
   * that it is 0.
   */
  public synchronized double share() {
    double perSeed = done == 0 ? Double.NaN : (double) trainingsOfDone / done;
    double within =
        perSeed > 0 ? Math.min(atOnce, (trainings - trainingsOfDone + training) / perSeed) : 0;
    return ended ? (double) done / seeds : Math.min(1, (done + within) / seeds);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * One line, e.g. "seed 2 of 5, training 3, 1:20 min left", or "2 of 5 seeds, 2 at the same time,
   * 7 trainings, 1:20 min left", and at the end "5 seeds, 10 trainings, 2:05 min".
   */
  @Override
  public synchronized String toString() {
    if (ended) {
      return Text.format(
          "%s, %s, %s",
          Text.count(done, "seed"), Text.count(trainings, "training"), Text.clock(seconds()));
    }
    String line =
        elsewhere
            ? Text.format(
                "%d of %s, %d at the same time, %s",
                done, Text.count(seeds, "seed"), atOnce, Text.count(trainings, "training"))
            : Text.format("seed %d of %d, training %d", done + 1, seeds, trainings + 1);
    double share = share();
    return share == 0
        ? line
        : line + Text.format(", %s left", Text.clock(seconds() * (1 / share - 1)));
  }
}
