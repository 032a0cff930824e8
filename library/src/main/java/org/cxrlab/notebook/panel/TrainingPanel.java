package org.cxrlab.notebook.panel;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.notebook.control.Button;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Description;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.notebook.control.Throttle;
import org.cxrlab.notebook.control.Words;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.History;
import org.cxrlab.train.LearningRateChange;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/**
 * A training under controls: one for each hyperparameter of a plan, and buttons that start, pause
 * and stop it. It trains on a thread of its own, so that cells run and controls move meanwhile; the
 * learning rate can be moved while it does, and takes effect with the next step. Each training
 * begins with the weights that the model had when the panel was made. A panel that is made while
 * its model is trained in another, such as that of the same cell run before, takes that training
 * over; it also tells of any other training under way, and can stop it. See {@link Explore#plan}.
 */
public final class TrainingPanel implements Interactive {
  private static final int WIDTH = 480;

  private final ChestModel model;
  private final Split split;
  private final String before;
  private final String planName;
  private final PlanSettings settings;
  private final WeightCopy beginning;
  private final Button start = Controls.button("Start", "play");
  private final Button pause = Controls.button("Pause", "pause");
  private final Button stop = Controls.button("Stop", "stop");
  private final Control<Double> bar = Controls.progress("Progress");
  private final Control<String> status =
      Controls.html(Words.status("Nothing has been trained yet."));
  private final Control<Showable> figures = Controls.output(TableFigure.columns("", "").build());
  private final Control<Chart> rates;
  private final Control<Chart> loss;
  private final Control<Chart> auroc;
  private final CodeLine code;
  private final ControlBox all;
  private final Throttle throttle = Throttle.ofPictures();
  private final OtherTrainings others;

  /** The training that is shown: the last of this panel, or one that it found under way. */
  private volatile PanelTraining training;

  /**
   * @param before code that goes before the training, ending in a new line, or nothing
   */
  TrainingPanel(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      String before,
      String modelName,
      String splitName,
      String planName) {
    this.model = model;
    this.split = split;
    this.before = before + "Training.run(" + modelName + ", " + splitName + ", ";
    this.planName = planName;
    settings = new PlanSettings(plan, split, splitName);
    training = PanelTraining.of(model).orElse(null);
    // The weights of a model that is being trained change with each step.
    beginning = training == null ? model.copyWeights() : training.beginning();
    others = new OtherTrainings(() -> training, this::changed);
    rates = Controls.chart(rateChart(plan, null));
    loss = Controls.chart(rates.value());
    auroc = Controls.chart(rates.value());
    code = new CodeLine(line());
    bar.show(false);
    figures.show(false);
    loss.show(false);
    auroc.show(false);
    pause.set(false);
    stop.set(false);
    start.tooltip("Trains by the plan as it is set, from the weights that the model had at first.");
    pause.tooltip("Holds the training after its step; press it again to go on.");
    stop.tooltip("Ends the training after its step; the model keeps the best weights so far.");
    start.onClick(
        () -> {
          if (!isRunning()) { // it was pressed twice
            start();
          }
        });
    // At once, so that a callback that takes long is no reason for another step.
    pause.onClickAtOnce(() -> pauseOrResume());
    stop.onClickAtOnce(() -> stop());
    settings.onChange(this::moved);
    all =
        Controls.column(
            Controls.row(
                Controls.column(440, settings.groups()),
                Controls.column(
                    WIDTH,
                    Controls.row(start, pause, stop),
                    bar,
                    status,
                    others.words(),
                    others.stop(),
                    figures,
                    loss,
                    auroc,
                    rates)),
            code.control());
    others.follow();
    if (training != null) {
      training.watch(this::changed);
      settings.enable(false);
    }
    draw();
  }

  /** The plan as the controls say it now. */
  public TrainingPlan plan() {
    return settings.plan();
  }

  /** The learning rate. While a training runs, it takes effect with the next step. */
  public Control<Double> learningRate() {
    return settings.control(PlanFields.LEARNING_RATE);
  }

  /** How many films make a batch. */
  public Control<Integer> batchSize() {
    return settings.control(PlanFields.BATCH_SIZE);
  }

  /** Width and height of the films in pixels. */
  public Control<Integer> imageSize() {
    return settings.control(PlanFields.IMAGE_SIZE);
  }

  /** How many epochs at most. */
  public Control<Integer> epochs() {
    return settings.control(PlanFields.EPOCHS);
  }

  /** The model that is trained. */
  public ChestModel model() {
    return model;
  }

  /** Whether a training is under way, paused or not. */
  public boolean isRunning() {
    PanelTraining now = training;
    return now != null && now.isRunning();
  }

  /**
   * Begins a training by the plan as it is set, from the weights that the model had when the panel
   * was made. Returns at once.
   *
   * @return this panel
   * @throws CxrlabException if a training is under way
   */
  public synchronized TrainingPanel start() {
    if (isRunning()) {
      throw new CxrlabException(
          "A training is under way in this panel; press Stop or call stop() before the next.");
    }
    var next = new PanelTraining(model, settings.plan(), line(), beginning);
    next.watch(this::changed);
    training = next;
    settings.enable(false);
    start.set(false);
    pause.set(true);
    stop.set(true);
    all.soon(this::draw);
    next.start(split);
    return this;
  }

  /** Holds the training after its step. */
  public void pause() {
    PanelTraining now = training;
    if (now != null && now.isRunning()) {
      now.pause();
    }
  }

  /** Lets a paused training go on. */
  public void resume() {
    PanelTraining now = training;
    if (now != null) {
      now.resume();
    }
  }

  private void pauseOrResume() {
    PanelTraining now = training;
    if (now != null && now.control().isPaused()) {
      resume();
    } else {
      pause();
    }
  }

  /** Ends the training after its step; {@link #run()} gives what came of it. */
  public void stop() {
    PanelTraining now = training;
    if (now != null) {
      now.stop();
    }
  }

  /**
   * What came of the training that was started last. Waits for its end; meanwhile the buttons work,
   * and the kernel's interrupt stops the training, whose result is then returned.
   *
   * @throws CxrlabException if none was started
   * @throws TrainingFailure if the loss was no longer a number
   * @throws CancellationException if the thread is interrupted; the training is stopped then
   */
  public TrainingRun run() {
    PanelTraining now = training;
    if (now == null) {
      throw new CxrlabException(
          "Nothing has been trained in this panel yet; press Start or call start() first.");
    }
    try {
      return now.await();
    } catch (InterruptedException e) {
      now.stop();
      Thread.currentThread().interrupt();
      throw new CancellationException("The wait for the training was interrupted; it is stopped.");
    }
  }

  @Override
  public ControlBox control() {
    return all;
  }

  /** Something has happened to a training that this panel shows or tells of. */
  private void changed(boolean mayWait) {
    all.soon(mayWait ? () -> throttle.run(this::draw) : this::draw);
  }

  /** A control was moved: by the reader, or by code. */
  private void moved() {
    PanelTraining now = training;
    if (now != null && now.isRunning()) {
      // The same rate as before changes nothing.
      now.control().learningRate(learningRate().value());
    } else {
      code.set(line());
      rates.set(rateChart(plan(), null));
    }
  }

  /** Shows where the training stands. Called as a callback, so never twice at a time. */
  private void draw() {
    others.draw();
    PanelTraining now = training;
    if (now == null) {
      return;
    }
    boolean running = now.isRunning();
    boolean paused = running && now.control().isPaused();
    if (start.value() == running) {
      settings.enable(!running);
    }
    start.set(!running);
    stop.set(running);
    pause.describe(
        paused ? Description.button("Resume", "play") : Description.button("Pause", "pause"),
        running);
    TrainingProgress progress = now.progress();
    status.set(Words.status(status(now, paused)));
    code.set(now.code() + byHand(progress));
    bar.show(running && progress != null);
    figures.show(progress != null);
    if (progress == null) {
      return;
    }
    History history = progress.history();
    bar.set(progress.share());
    figures.set(TrainingFigures.table(now.plan(), progress, running));
    rates.set(rateChart(now.plan(), history));
    // The loss comes first, and then, once it is known, the AUROC.
    List<Figure> curves = history.curves().figures();
    loss.show(!curves.isEmpty());
    auroc.show(curves.size() > 1);
    if (!curves.isEmpty()) {
      loss.set((Chart) curves.get(0));
    }
    if (curves.size() > 1) {
      auroc.set((Chart) curves.get(1));
    }
  }

  private static String status(PanelTraining now, boolean paused) {
    if (now.thrown() != null) {
      String message = now.thrown().getMessage();
      return Words.error(Html.escape(message == null ? now.thrown().toString() : message));
    }
    if (now.run() != null) {
      return Html.escape(now.run().summary());
    }
    if (now.progress() == null) {
      return "The training begins.";
    }
    if (paused) {
      return "Paused.";
    }
    return now.control().isStopped() ? "The training ends after its step." : "Training.";
  }

  private Chart rateChart(TrainingPlan plan, History history) {
    return RateChart.of(plan, split.train().size(), history, WIDTH);
  }

  /** The code of the plan as it is set. */
  private String line() {
    List<String> calls = settings.code();
    if (calls.size() < 2) {
      return before + planName + String.join("", calls) + ")";
    }
    return calls.stream().collect(Collectors.joining("\n    ", before + planName + "\n    ", ")"));
  }

  /** What the reader has done to the learning rate, as a TrainingControl would do it. */
  private static String byHand(TrainingProgress progress) {
    List<LearningRateChange> changes =
        progress == null ? List.of() : progress.history().rateChanges();
    return changes.stream()
        .map(
            c ->
                Text.format(
                    "\n// control.learningRate(%s) before step %d",
                    CodeLine.rate(c.to()), c.step()))
        .collect(Collectors.joining());
  }
}
