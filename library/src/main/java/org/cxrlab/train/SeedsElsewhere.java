package org.cxrlab.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cxrlab.CxrlabException;

/**
 * An experiment with several seeds at the same time, whose trainings are done elsewhere. All else
 * is done by a thread of this process for each seed; the thread that waits tells the listener.
 */
record SeedsElsewhere(
    List<Long> seeds, TrainingPlace place, Repeat.Experiment experiment, RepeatListener listener) {
  private static final long MILLIS = 200;

  /** Where a seed failed, the others may still be at what takes long. */
  private static final int SECONDS_TO_END = 30;

  /** Gives what was noted with each seed, in their order, but for those that were stopped. */
  List<SeedNotes> run() {
    try (TrainingPlace.Open open = place.open()) {
      int atOnce = Math.min(open.atOnce(), seeds.size());
      return run(open, atOnce, RepeatProgress.elsewhere(seeds.size(), atOnce));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CxrlabException("The experiment was interrupted; run it again.", e);
    }
  }

  private List<SeedNotes> run(TrainingPlace.Open open, int atOnce, RepeatProgress progress)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<Optional<SeedNotes>>> running = new ArrayList<>();
      for (long seed : seeds) {
        var repeated = new RepeatedSeed(seed, progress, Optional.of(open), () -> {});
        running.add(threads.submit(() -> run(repeated)));
      }
      threads.shutdown();
      do {
        listener.onProgress(progress);
        for (Future<Optional<SeedNotes>> one : running) {
          notes(one);
        }
      } while (!threads.awaitTermination(MILLIS, TimeUnit.MILLISECONDS));
      List<SeedNotes> all = new ArrayList<>();
      for (Future<Optional<SeedNotes>> one : running) {
        notes(one).ifPresent(all::add);
      }
      return all;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
      progress.onEnd();
      listener.onProgress(progress);
    }
  }

  private Optional<SeedNotes> run(RepeatedSeed repeated) {
    return StopSignal.isRequested() ? Optional.empty() : repeated.run(experiment);
  }

  /** What was noted, if this seed is done and was not stopped; throws what the experiment threw. */
  private static Optional<SeedNotes> notes(Future<Optional<SeedNotes>> one)
      throws InterruptedException {
    if (!one.isDone()) {
      return Optional.empty();
    }
    try {
      return RunningTraining.resultOf(one);
    } catch (CancellationException e) {
      if (StopSignal.isRequested()) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
