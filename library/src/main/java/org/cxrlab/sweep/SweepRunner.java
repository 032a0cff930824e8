package org.cxrlab.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.cxrlab.figure.Text;
import org.cxrlab.run.RunRecording;
import org.cxrlab.run.Runs;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;
import org.cxrlab.train.UnreadableFilmsFailure;

/**
 * Runs the trials of a sweep until none is left or somebody asks to stop. Workers train; the thread
 * that called passes their reports on to the listener.
 */
final class SweepRunner {
  private static final long PAUSE_MILLIS = 100;

  /** The last report of a worker. */
  private static final Runnable END = () -> {};

  private final Sweep sweep;
  private final Runs runs;
  private final TrialModel subject;
  private final SweepListener listener;
  private final SweepStore store;

  /** What workers have to say, to be said on the listener's thread. */
  private final BlockingQueue<Runnable> reports = new LinkedBlockingQueue<>();

  /** Set when one of its trials was stopped by its own control. */
  private volatile boolean ends;

  SweepRunner(Sweep sweep, Runs runs, TrialModel subject, SweepListener listener) {
    this.sweep = sweep;
    this.runs = runs;
    this.subject = subject;
    this.listener = listener;
    requireAll();
    store = new SweepStore(runs.database(), sweep, subject);
  }

  /** What can't be is said before any trial. */
  private void requireAll() {
    sweep.space().parameters().forEach(p -> subject.requireTurned(p.setting()));
    for (List<String> values : sweep.combinations()) {
      subject.require(sweep.space().apply(sweep.plan(), values, subject.split().train()));
    }
  }

  SweepResult run(int workers) {
    try (StopSignal.Armed armed = StopSignal.arm()) {
      listener.onStart(result());
      ExecutorService threads = Executors.newFixedThreadPool(workers);
      List<Future<?>> all = new ArrayList<>();
      try {
        for (int i = 0; i < workers; i++) {
          Runnable work = this::work;
          all.add(threads.submit(work));
        }
        listen(workers);
      } finally {
        threads.shutdown();
      }
      all.forEach(SweepRunner::requireWell);
      return end();
    }
  }

  private SweepResult end() {
    SweepResult result = result();
    if (result.isComplete()) {
      // What had to wait whether it would go on.
      Folders.delete(store.folder());
    }
    listener.onEnd(result);
    return result;
  }

  /**
   * Has processes run the trials, and reports each that is over to the listener, whoever ran it.
   *
   * @throws RuntimeException if one of them fails; the others are stopped then
   */
  SweepResult watch(SweepWorkers workers) {
    try (StopSignal.Armed armed = StopSignal.arm();
        workers) {
      listener.onStart(result());
      Set<List<Integer>> reported = new HashSet<>();
      over().forEach(trial -> reported.add(key(trial)));
      boolean interrupted = false;
      while (workers.work()) {
        if (StopSignal.isRequested()) {
          workers.stop();
        }
        reportNew(reported);
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
          interrupted = true;
          StopSignal.request();
        }
      }
      reportNew(reported);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return end();
    }
  }

  /** Reports each trial that is over and has not been reported to the listener. */
  private void reportNew(Set<List<Integer>> reported) {
    over().stream()
        .filter(trial -> reported.add(key(trial)))
        .forEach(trial -> listener.onTrial(result(), trial));
  }

  private List<Trial> over() {
    return store.trials().stream().filter(Trial::isOver).toList();
  }

  private static List<Integer> key(Trial trial) {
    return List.of(trial.number(), trial.epochs());
  }

  /** Until every worker has ended, even if the listener fails or the thread is interrupted. */
  private void listen(int workers) {
    RuntimeException failure = null;
    boolean interrupted = false;
    int working = workers;
    while (working > 0) {
      try {
        Runnable report = reports.take();
        if (report == END) {
          working--;
        } else if (failure == null) {
          report.run();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        StopSignal.request();
      } catch (RuntimeException e) {
        failure = e;
        StopSignal.request();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void requireWell(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("A trial broke off.", e.getCause());
    }
  }

  private void work() {
    try {
      while (!ends && !StopSignal.isRequested()) {
        SweepStore.Next next = store.next();
        if (next instanceof SweepStore.Nothing) {
          return;
        }
        if (next instanceof SweepStore.Work work) {
          work(work);
        } else {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      StopSignal.request();
      throw e;
    } finally {
      reports.add(END);
    }
  }

  private void work(SweepStore.Work work) {
    Optional<Trial> over = Optional.empty();
    try {
      RunRecording recording =
          subject.begin(
              runs, Text.format("%s #%d", sweep.name(), work.trial().number()), work.plan());
      over = train(work, recording);
    } finally {
      // What the plan can't help, such as a film that can't be read, leaves the trial to be done.
      if (over.isEmpty()) {
        store.giveBack(work);
      }
    }
    over.ifPresent(trial -> reports.add(() -> listener.onTrial(result(), trial)));
  }

  /** Empty if somebody asked to stop. */
  private Optional<Trial> train(SweepStore.Work work, RunRecording recording) {
    try {
      Path folder = store.folder(work);
      TrainingRun run =
          subject.train(work.plan(), work.trial().epochs(), folder, recording, steps());
      recording.keep(run);
      if (run.stopped()) {
        // Whoever stops a trial wants the sweep to stop; it would only begin the trial again.
        ends = true;
        recording.end(run);
        return Optional.empty();
      }
      Trial done = store.done(work, run, recording);
      if (store.isLastRound(work)) {
        Folders.delete(folder);
      }
      return Optional.of(done);
    } catch (UnreadableFilmsFailure e) {
      // No fault of the plan: the trial is left to be done.
      recording.keep(e.run());
      recording.failed(e.getMessage());
      throw e;
    } catch (TrainingFailure e) {
      // A plan that fails is a result too: the sweep goes on, and the table tells why.
      recording.keep(e.run());
      String message = Text.format("No number came of step %d: %s.", e.step(), e.reason());
      Trial failed = store.failed(work, recording, message);
      Folders.delete(store.folder(work));
      return Optional.of(failed);
    } catch (RuntimeException | Error e) {
      recording.failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private TrainingListener steps() {
    return new TrainingListener() {
      @Override
      public void onStep(TrainingProgress progress) {
        if (reports.isEmpty()) {
          reports.add(() -> listener.onStep(progress));
        }
      }
    };
  }

  private SweepResult result() {
    return new SweepResult(sweep, store.trials());
  }
}
