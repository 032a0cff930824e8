package org.cxrlab.notebook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cxrlab.figure.Text;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.RunningTraining;
import org.cxrlab.train.TrainingProgress;

/** What becomes of a training whose cell was broken off, in the words that stand under the cell. */
final class BrokenOff {
  /** A training ends with the step that it is in. */
  private static final Duration MOST_FOR_A_STEP = Duration.ofSeconds(15);

  private BrokenOff() {}

  /**
   * Waits a little for the ends of these trainings.
   *
   * @param trainings those that ran when the cell was broken off
   * @return a sentence or two on each
   */
  static List<String> words(List<RunningTraining> trainings) {
    long end = System.nanoTime() + MOST_FOR_A_STEP.toNanos();
    return trainings.stream().map(t -> words(t, end)).toList();
  }

  private static String words(RunningTraining training, long end) {
    TrainingProgress progress = training.progress().orElse(null);
    if (!awaitEnd(training, end)) {
      return "The training of "
          + training.name()
          + " goes on until its step is done. Training.running() lists it, and its stop() ends it.";
    }
    progress = training.progress().orElse(progress);
    if (progress == null || progress.step() == 0) {
      return "The training was broken off before its first step; the model is as it was.";
    }
    return Text.format(
            "The training was broken off in epoch %d, after step %d of %d; the model holds the weights of %s.",
            progress.epoch(), progress.step(), progress.steps(), weights(training, progress))
        + training
            .checkpoints()
            .map(
                folder ->
                    " Its checkpoints are in " + folder + "; the same call goes on from there.")
            .orElse(
                " It wrote no checkpoints; Checkpoints.in(\"…\") as a fourth argument has it do so.");
  }

  private static String weights(RunningTraining training, TrainingProgress progress) {
    EpochRecord best = null;
    for (EpochRecord epoch : progress.history().epochs()) {
      if (best == null
          || epoch.score(training.plan().monitor()) > best.score(training.plan().monitor())) {
        best = epoch;
      }
    }
    return best == null
        ? "its last step, as no epoch was whole yet"
        : Text.format("epoch %d, the best by %s", best.epoch(), training.plan().monitor());
  }

  /** Waits on a thread of its own, as the training's own result is of no interest. */
  private static boolean awaitEnd(RunningTraining training, long end) {
    var waiting =
        new FutureTask<>(
            () -> {
              training.await();
              return null;
            });
    var thread = new Thread(waiting, "end of a training");
    thread.setDaemon(true);
    thread.start();
    try {
      waiting.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException ended) {
      return true; // however it did
    } catch (TimeoutException stillInItsStep) {
      thread.interrupt();
      return false;
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return !training.isRunning();
    }
  }
}
