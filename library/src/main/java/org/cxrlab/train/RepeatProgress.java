package org.cxrlab.train;

import org.cxrlab.figure.Text;

/** Where a repeated experiment stands. Changes while the experiment goes on. */
public final class RepeatProgress implements TrainingListener {
  private final int seeds;
  private final RepeatListener listener;
  private final long start = System.nanoTime();
  private int done;
  private int trainings;
  private int trainingsBefore;
  private double training;
  private boolean ended;

  RepeatProgress(int seeds, RepeatListener listener) {
    this.seeds = seeds;
    this.listener = listener;
  }

  void onSeed(int before) {
    done = before;
    trainingsBefore = trainings;
    listener.onProgress(this);
  }

  void onEnd(int all) {
    done = all;
    ended = true;
    listener.onProgress(this);
  }

  @Override
  public void onStep(TrainingProgress progress) {
    training = progress.share();
    listener.onProgress(this);
  }

  @Override
  public void onEnd(TrainingProgress progress) {
    training = 0;
    trainings++;
    listener.onProgress(this);
  }

  /** Whether nothing follows. */
  public boolean ended() {
    return ended;
  }

  /** The part that is done: 0 to 1. Within the first seed it is not known and 0. */
  public double share() {
    double perSeed = done == 0 ? Double.NaN : (double) trainingsBefore / done;
    double within =
        perSeed > 0 ? Math.min(1, (trainings - trainingsBefore + training) / perSeed) : 0;
    return ended ? (double) done / seeds : (done + within) / seeds;
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * One line, e.g. "seed 2 of 5, training 3, 1:20 min left", and at the end "5 seeds, 10 trainings,
   * 2:05 min".
   */
  @Override
  public String toString() {
    if (ended) {
      return Text.format(
          "%s, %s, %s",
          Text.count(done, "seed"), Text.count(trainings, "training"), Text.clock(seconds()));
    }
    String line = Text.format("seed %d of %d, training %d", done + 1, seeds, trainings + 1);
    double share = share();
    return share == 0
        ? line
        : line + Text.format(", %s left", Text.clock(seconds() * (1 / share - 1)));
  }
}
