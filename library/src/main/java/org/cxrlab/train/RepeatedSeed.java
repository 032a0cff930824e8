package org.cxrlab.train;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmsListener;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;

/** One repetition of an experiment, as the trainings in it see it. */
final class RepeatedSeed implements TrainingListener {
  private static final ThreadLocal<RepeatedSeed> RUNNING = new ThreadLocal<>();

  private final long seed;
  private final RepeatProgress progress;
  private final Optional<TrainingPlace.Open> place;
  private final Runnable changed;
  private final AtomicInteger trainings = new AtomicInteger();

  /**
   * A repetition.
   *
   * @param place where its trainings are done; empty for this process
   * @param changed called when the progress has changed, by the thread that changed it
   */
  RepeatedSeed(
      long seed, RepeatProgress progress, Optional<TrainingPlace.Open> place, Runnable changed) {
    this.seed = seed;
    this.progress = progress;
    this.place = place;
    this.changed = changed;
  }

  /** The one that the calling thread is at; empty outside a repetition. */
  static Optional<RepeatedSeed> ofThisThread() {
    return Optional.ofNullable(RUNNING.get());
  }

  /** The same, if its trainings are sent elsewhere. */
  static Optional<RepeatedSeed> elsewhere() {
    return ofThisThread().filter(seed -> seed.place.isPresent());
  }

  /**
   * Does the experiment by the calling thread.
   *
   * @return what was noted; empty if {@link StopSignal} asked to stop before it was done
   */
  Optional<SeedNotes> run(Repeat.Experiment experiment) {
    var notes = new SeedNotes(seed);
    FilmsListener.during(
        FilmsListener.NONE,
        () -> {
          note(experiment, notes);
          return notes;
        });
    if (StopSignal.isRequested()) {
      return Optional.empty();
    }
    progress.onSeed(trainings.get());
    return Optional.of(notes);
  }

  private void note(Repeat.Experiment experiment, SeedNotes notes) {
    RepeatedSeed outer = RUNNING.get();
    RUNNING.set(this);
    try {
      experiment.run(seed, notes);
    } finally {
      RUNNING.set(outer);
    }
  }

  /** Sends a training elsewhere. */
  TrainingRun train(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      Optional<Checkpoints> checkpoints,
      UnreadableFilms unreadable) {
    TrainingRun run = place.orElseThrow().run(model, split, plan, checkpoints, unreadable);
    oneMore();
    return run;
  }

  @Override
  public void onStep(TrainingProgress here) {
    progress.onStep(here.share());
    changed.run();
  }

  @Override
  public void onEnd(TrainingProgress here) {
    oneMore();
  }

  private void oneMore() {
    trainings.incrementAndGet();
    progress.onTraining();
    changed.run();
  }
}
