package org.cxrlab.notebook.panel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.RunningTraining;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingControl;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/**
 * One training, from the press of Start on, on a thread of its own. Panels come and go while it
 * runs: the cell of one is run again, its output is cleared, its variable is set anew. The training
 * stays, and the next panel on the same model finds it by {@link #of}.
 */
final class PanelTraining {
  private static final List<PanelTraining> RUNNING = new CopyOnWriteArrayList<>();

  private final ChestModel model;
  private final TrainingPlan plan;
  private final String code;
  private final WeightCopy beginning;
  private final TrainingControl control = new TrainingControl();

  /** Told of each step, as many as there are panels that show it. */
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  private volatile TrainingProgress progress;
  private final CompletableFuture<TrainingRun> end = new CompletableFuture<>();

  /** What shows a training. */
  interface Watcher {
    /**
     * Something has happened.
     *
     * @param soon whether it may wait until the next step
     */
    void changed(boolean mayWait);
  }

  /**
   * @param code the line that does the same
   * @param beginning what the model is set to before the first step
   */
  PanelTraining(ChestModel model, TrainingPlan plan, String code, WeightCopy beginning) {
    this.model = model;
    this.plan = plan;
    this.code = code;
    this.beginning = beginning;
  }

  /** The training of this model that is under way in a panel, this one or one before it. */
  static Optional<PanelTraining> of(ChestModel model) {
    return RUNNING.stream().filter(t -> t.model == model).findFirst();
  }

  /** Those under way in this process but for this one, which may be null. */
  static List<RunningTraining> othersThan(PanelTraining own) {
    return Training.running().list().stream()
        .filter(t -> own == null || t.control() != own.control)
        .toList();
  }

  /** Begins it. Returns at once. */
  void start(Split split) {
    RUNNING.add(this);
    var thread = new Thread(() -> train(split), "training of a panel");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells the watcher of each step from now on. */
  void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  TrainingPlan plan() {
    return plan;
  }

  String code() {
    return code;
  }

  WeightCopy beginning() {
    return beginning;
  }

  TrainingControl control() {
    return control;
  }

  /** Holds it after its step. */
  void pause() {
    control.pause();
    tell(false);
  }

  /** Lets it go on. */
  void resume() {
    control.resume();
    tell(false);
  }

  /** Ends it after its step. */
  void stop() {
    control.stop();
    tell(false);
  }

  /** How far it is, or null before its first message. */
  TrainingProgress progress() {
    return progress;
  }

  boolean isRunning() {
    return !end.isDone();
  }

  /** What came of it, or null. */
  TrainingRun run() {
    return isRunning() || end.isCompletedExceptionally() ? null : end.join();
  }

  /** What went wrong, or null. */
  Throwable thrown() {
    return end.isCompletedExceptionally() ? end.handle((run, thrown) -> thrown).join() : null;
  }

  /** Waits for its end. */
  TrainingRun await() throws InterruptedException {
    return RunningTraining.resultOf(end);
  }

  private void train(Split split) {
    try {
      model.restore(beginning);
      TrainingRun run = Training.run(model, split, plan, control, new Listener());
      RUNNING.remove(this);
      end.complete(run);
    } catch (RuntimeException | Error thrown) { // the one who waits for the result gets it
      RUNNING.remove(this);
      end.completeExceptionally(thrown);
    }
    tell(false);
    watchers.clear();
  }

  private void tell(boolean mayWait) {
    watchers.forEach(w -> w.changed(mayWait));
  }

  private final class Listener implements TrainingListener {
    @Override
    public void onStart(TrainingProgress now) {
      progress = now;
      tell(false);
    }

    @Override
    public void onStep(TrainingProgress now) {
      progress = now;
      tell(true);
    }

    @Override
    public void onEpoch(TrainingProgress now) {
      onStart(now);
    }

    @Override
    public void onEnd(TrainingProgress now) {
      progress = now;
    }
  }
}
