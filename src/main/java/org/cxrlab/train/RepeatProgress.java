package org.cxrlab.train;

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
   * One line, e.g. "seed 2 of 5, training 3, 1:20 left", and at the end "5 seeds, 10 trainings,
   * 2:05 minutes".
   */
  @Override
  public String toString() {
    if (ended) {
      return "%s, %s, %s minutes"
          .formatted(count(done, "seed"), count(trainings, "training"), minutes(seconds()));
    }
    String line = "seed %d of %d, training %d".formatted(done + 1, seeds, trainings + 1);
    double share = share();
    return share == 0 ? line : line + ", %s left".formatted(minutes(seconds() * (1 / share - 1)));
  }

  private static String count(int number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  private static String minutes(double seconds) {
    long whole = Math.round(seconds);
    return "%d:%02d".formatted(whole / 60, whole % 60);
  }
}
