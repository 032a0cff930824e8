package org.cxrlab.notebook.panel;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Numbers;
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
import org.cxrlab.notebook.control.Pace;
import org.cxrlab.notebook.control.Words;
import org.cxrlab.plan.PlanFields;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.History;
import org.cxrlab.train.LearningRateChange;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.RunningTraining;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingListener;
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

  /** Steps over whose mean the time of a step is told. */
  private static final int RECENT = 20;

  /** Points of the curve of the planned learning rate. */
  private static final int POINTS = 120;

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
  private final Pace pace = Pace.ofPictures();
  private final Control<String> others = Controls.html("");
  private final Button stopOthers = Controls.button("Stop it", "stop");

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
    stopOthers.show(false);
    start.tooltip("Trains by the plan as it is set, from the weights that the model had at first.");
    pause.tooltip("Holds the training after its step; press it again to go on.");
    stop.tooltip("Ends the training after its step; the model keeps the best weights so far.");
    stopOthers.tooltip(
        "Ends that training after its step; its model keeps the best weights so far.");
    start.onClick(
        () -> {
          if (!isRunning()) { // it was pressed twice
            start();
          }
        });
    // At once, so that a callback that takes long is no reason for another step.
    pause.onClickAtOnce(() -> pauseOrResume());
    stop.onClickAtOnce(() -> stop());
    stopOthers.onClickAtOnce(() -> PanelTraining.othersThan(training).forEach(t -> t.stop()));
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
                    others,
                    stopOthers,
                    figures,
                    loss,
                    auroc,
                    rates)),
            code.control());
    PanelTraining.othersThan(training).forEach(this::follow);
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
    all.soon(mayWait ? () -> pace.run(this::draw) : this::draw);
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
    drawOthers();
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
    figures.set(figures(now.plan(), progress, running));
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

  /** What trains elsewhere has to be seen somewhere, and stopped. */
  private void drawOthers() {
    List<RunningTraining> running = PanelTraining.othersThan(training);
    stopOthers.show(!running.isEmpty());
    others.set(
        running.isEmpty()
            ? ""
            : Words.status(
                running.stream()
                    .map(t -> Html.escape("Under way elsewhere: " + t + "."))
                    .collect(Collectors.joining("<br>"))));
  }

  /** Draws again with each step of a training elsewhere, and at its end. */
  private void follow(RunningTraining other) {
    other.follow(
        new TrainingListener() {
          @Override
          public void onStep(TrainingProgress progress) {
            changed(true);
          }
        });
    var thread =
        new Thread(
            () -> {
              try {
                other.await();
              } catch (RuntimeException | InterruptedException ended) {
                // Whoever began that training is told how it ended.
              }
              changed(false);
            },
            "panel beside a training");
    thread.setDaemon(true);
    thread.start();
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

  private static TableFigure figures(TrainingPlan plan, TrainingProgress p, boolean running) {
    List<StepRecord> steps = p.history().steps();
    List<EpochRecord> epochs = p.history().epochs();
    double seconds =
        steps.subList(Math.max(0, steps.size() - RECENT), steps.size()).stream()
            .mapToDouble(StepRecord::seconds)
            .average()
            .orElse(Double.NaN);
    String best =
        epochs.stream()
            .map(EpochRecord::meanAuroc)
            .filter(a -> !a.isNaN())
            .max(Double::compare)
            .map(Numbers::show)
            .orElse("not known yet");
    var table =
        TableFigure.columns("Training", "")
            .row(
                "Epoch and step",
                Text.format(
                    "%d of %d, %s of %s",
                    Math.min(p.epoch(), p.epochs()),
                    p.epochs(),
                    Numbers.show(p.step()),
                    Numbers.show(p.steps())))
            .row("Loss", words("%.4f", p.loss()))
            .row("Best mean AUROC so far", best)
            .row(
                "Learning rate",
                Double.isNaN(p.learningRate()) ? "–" : Text.format("%.2e", p.learningRate()))
            .row("Time of a step", words("%.3f s", seconds))
            .row("Images per second", words("%.1f", plan.batchSize() / seconds))
            .row("Memory of the kernel", ProcessMemory.words())
            .note(LeftOutFilm.sentence(p.history().leftOut()));
    return running ? table.row("Time left", left(p.secondsLeft())).build() : table.build();
  }

  private static String words(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private static String left(double seconds) {
    return Double.isNaN(seconds) ? "–" : Text.clock(seconds);
  }

  /** As the plan has it, dashed, and as it was, where something was trained. */
  private Chart rateChart(TrainingPlan plan, History history) {
    int films = split.train().size();
    // The last batch of an epoch is left out unless it is the only one.
    int ofEpoch =
        plan.stepsPerEpoch() == TrainingPlan.ALL
            ? Math.max(1, films / plan.batchSize())
            : plan.stepsPerEpoch();
    int total = plan.epochs() * ofEpoch;
    int warmUp = plan.schedule().warmUpSteps();
    double[] steps =
        IntStream.concat(
                IntStream.rangeClosed(0, POINTS).map(i -> (int) ((total - 1L) * i / POINTS)),
                IntStream.of(Math.max(0, Math.min(total, warmUp) - 1)))
            .sorted()
            .distinct()
            .asDoubleStream()
            .toArray();
    double[] planned = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      double share = plan.schedule().share((int) steps[i], total, List.of());
      planned[i] = plan.learningRate() * share;
      steps[i]++;
    }
    boolean trained = history != null && !history.steps().isEmpty();
    double most = plan.learningRate();
    LineChart chart = Charts.lines("Learning rate", "step", "learning rate");
    if (trained) {
      List<StepRecord> done = history.steps();
      double[] used = done.stream().mapToDouble(StepRecord::learningRate).toArray();
      most =
          Math.max(most, IntStream.range(0, used.length).mapToDouble(i -> used[i]).max().orElse(0));
      chart
          .dashed("planned", steps, planned)
          .line("used", done.stream().mapToDouble(StepRecord::step).toArray(), used);
    } else {
      chart.line("planned", steps, planned);
    }
    return chart
        .xRange(0, Math.max(2, total))
        .yRange(0, 1.1 * most)
        .size(WIDTH, 220)
        .alt(
            Text.format(
                "The learning rate over %s, %s, beginning from %s.",
                Text.count(total, "step"), plan.schedule(), CodeLine.rate(plan.learningRate())))
        .build();
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
