package org.cxrlab.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingRun;

/** Runs the trials of a sweep until none is left or somebody asks to stop. */
final class SweepRunner {
  private static final long PAUSE_MILLIS = 100;

  private final Sweep sweep;
  private final Runs runs;
  private final Trainee trainee;
  private final SweepListener listener;
  private final SweepStore store;

  SweepRunner(Sweep sweep, Runs runs, Trainee trainee, SweepListener listener) {
    this.sweep = sweep;
    this.runs = runs;
    this.trainee = trainee;
    this.listener = listener;
    store = new SweepStore(runs.database(), sweep, trainee);
  }

  SweepResult run(int workers) {
    // What can't be by the plan alone is said before any trial.
    TrainingPlan first =
        sweep
            .space()
            .apply(sweep.plan(), sweep.combinations().get(0), trainee.split().train());
    first.loss().requireLabels(trainee.split().train().labels());
    try (StopSignal.Armed armed = StopSignal.arm()) {
      tell(() -> listener.onStart(result()));
      ExecutorService threads = Executors.newFixedThreadPool(workers);
      try {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
          all.add(threads.submit(this::work));
        }
        for (Future<?> one : all) {
          one.get();
        }
      } catch (InterruptedException e) {
        StopSignal.request();
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        StopSignal.request();
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      } finally {
        threads.shutdown();
      }
      SweepResult result = result();
      tell(() -> listener.onEnd(result));
      return result;
    }
  }

  private void work() {
    while (!StopSignal.isRequested()) {
      SweepStore.Next next = store.next();
      if (next instanceof SweepStore.Nothing) {
        return;
      }
      if (next instanceof SweepStore.Work work) {
        work(work);
      } else {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      StopSignal.request();
      Thread.currentThread().interrupt();
    }
  }

  private void work(SweepStore.Work work) {
    Trial trial = work.trial();
    RunRecording recording =
        trainee.begin(runs, "%s #%d".formatted(sweep.name(), trial.number()), work.plan());
    Trial result;
    try {
      TrainingRun run = trainee.train(work.plan(), recording);
      recording.ended(run);
      if (run.stopped()) {
        store.giveBack(work);
        return;
      }
      EpochRecord best = run.history().epochs().get(run.bestEpoch() - 1);
      result =
          new Trial(
              trial.number(),
              trial.epochs(),
              trial.values(),
              Trial.Status.DONE,
              best.meanAuroc(),
              best.validationLoss(),
              run.seconds(),
              recording.id(),
              "");
    } catch (TrainingFailure | ArithmeticException | IllegalArgumentException e) {
      // A plan that fails is a result too: the sweep goes on, and the table tells why.
      recording.failed(String.valueOf(e.getMessage()));
      result =
          new Trial(
              trial.number(),
              trial.epochs(),
              trial.values(),
              Trial.Status.FAILED,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              recording.id(),
              String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The plan can't help it: the trial stays to be done, and the sweep ends.
      StopSignal.request();
      recording.failed(String.valueOf(e.getMessage()));
      store.giveBack(work);
      throw e;
    }
    store.over(work, result);
    Trial told = result;
    tell(() -> listener.onTrial(result(), told));
  }

  private SweepResult result() {
    return new SweepResult(sweep, store.trials());
  }

  private synchronized void tell(Runnable event) {
    event.run();
  }
}
