package org.cxrlab.notebook;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Html;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.notebook.control.Button;
import org.cxrlab.notebook.control.Control;
import org.cxrlab.notebook.control.ControlBox;
import org.cxrlab.notebook.control.Controls;
import org.cxrlab.notebook.control.Description;
import org.cxrlab.notebook.control.Interactive;
import org.cxrlab.split.Split;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.History;
import org.cxrlab.train.LearningRateChange;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingControl;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/**
 * A training under controls: one for each hyperparameter of a plan, and buttons that start, pause
 * and stop it. It trains on a thread of its own, so that cells run and controls move meanwhile; the
 * learning rate can be moved while it does, and takes effect with the next step. Each training
 * begins with the weights that the model had when the panel was made. See {@link Explore#plan}.
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
  private final Control<String> status = Controls.html(note("Nothing has been trained yet."));
  private final Control<Showable> figures = Controls.output(TableFigure.columns("", "").build());
  private final Control<Chart> rates;
  private final Control<Chart> loss;
  private final Control<Chart> auroc;
  private final CodeLine code;
  private final ControlBox all;
  private final Pace pace = new Pace();
  private volatile Attempt attempt;

  /** One training, from the press of Start on. */
  private static final class Attempt {
    final TrainingPlan plan;
    final String code;
    final TrainingControl control = new TrainingControl();
    volatile TrainingProgress progress;
    private TrainingRun run;
    private RuntimeException failure;
    private Error error;

    Attempt(TrainingPlan plan, String code) {
      this.plan = plan;
      this.code = code;
    }

    synchronized boolean isRunning() {
      return run == null && failure == null && error == null;
    }

    synchronized TrainingRun run() {
      return run;
    }

    /** What went wrong, or null. */
    synchronized Throwable thrown() {
      return failure == null ? error : failure;
    }

    synchronized void ended(TrainingRun result, RuntimeException why, Error fatal) {
      run = result;
      failure = why;
      error = fatal;
      notifyAll();
    }

    synchronized TrainingRun await() throws InterruptedException {
      while (isRunning()) {
        wait();
      }
      if (error != null) {
        throw error;
      }
      if (failure != null) {
        throw failure;
      }
      return run;
    }
  }

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
    beginning = model.copyWeights();
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
                    figures,
                    loss,
                    auroc,
                    rates)),
            code.control());
  }

  /** The plan as the controls say it now. */
  public TrainingPlan plan() {
    return settings.plan();
  }

  /** The learning rate. While a training runs, it takes effect with the next step. */
  public Control<Double> learningRate() {
    return settings.learningRate();
  }

  /** How many films make a batch. */
  public Control<Integer> batchSize() {
    return settings.batchSize();
  }

  /** Width and height of the films in pixels. */
  public Control<Integer> imageSize() {
    return settings.imageSize();
  }

  /** How many epochs at most. */
  public Control<Integer> epochs() {
    return settings.epochs();
  }

  /** The model that is trained. */
  public ChestModel model() {
    return model;
  }

  /** Whether a training is under way, paused or not. */
  public boolean isRunning() {
    Attempt now = attempt;
    return now != null && now.isRunning();
  }

  /**
   * Begins a training by the plan as it is set, from the weights that the model had when the panel
   * was made. Returns at once.
   *
   * @return this panel
   * @throws IllegalStateException if a training is under way
   */
  public synchronized TrainingPanel start() {
    if (isRunning()) {
      throw new IllegalStateException(
          "A training is under way in this panel; press Stop or call stop() before the next.");
    }
    Attempt next = new Attempt(settings.plan(), line());
    attempt = next;
    settings.enable(false);
    start.set(false);
    pause.set(true);
    stop.set(true);
    all.soon(this::draw);
    var thread = new Thread(() -> train(next), "training of a panel");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** Holds the training after its step. */
  public void pause() {
    Attempt now = attempt;
    if (now != null && now.isRunning()) {
      now.control.pause();
      all.soon(this::draw);
    }
  }

  /** Lets a paused training go on. */
  public void resume() {
    Attempt now = attempt;
    if (now != null) {
      now.control.resume();
      all.soon(this::draw);
    }
  }

  private void pauseOrResume() {
    Attempt now = attempt;
    if (now != null && now.control.isPaused()) {
      resume();
    } else {
      pause();
    }
  }

  /** Ends the training after its step; {@link #run()} gives what came of it. */
  public void stop() {
    Attempt now = attempt;
    if (now != null) {
      now.control.stop();
    }
  }

  /**
   * What came of the training that was started last. Waits for its end; meanwhile the buttons work,
   * and the kernel's interrupt stops the training, whose result is then returned.
   *
   * @throws IllegalStateException if none was started
   * @throws TrainingFailure if the loss was no longer a number
   * @throws CancellationException if the thread is interrupted; the training is stopped then
   */
  public TrainingRun run() {
    Attempt now = attempt;
    if (now == null) {
      throw new IllegalStateException(
          "Nothing has been trained in this panel yet; press Start or call start() first.");
    }
    try {
      return now.await();
    } catch (InterruptedException e) {
      now.control.stop();
      Thread.currentThread().interrupt();
      throw new CancellationException("The wait for the training was interrupted; it is stopped.");
    }
  }

  @Override
  public ControlBox control() {
    return all;
  }

  private void train(Attempt now) {
    try {
      model.restore(beginning);
      var listener = new Listener(now);
      now.ended(Training.run(model, split, now.plan, now.control, listener), null, null);
    } catch (TrainingFailure failure) {
      now.ended(failure.run(), failure, null);
    } catch (RuntimeException failure) {
      now.ended(null, failure, null);
    } catch (Error error) { // the one who waits for the result gets it
      now.ended(null, null, error);
    }
    all.soon(this::draw);
  }

  private final class Listener implements TrainingListener {
    private final Attempt of;

    Listener(Attempt of) {
      this.of = of;
    }

    @Override
    public void onStart(TrainingProgress progress) {
      of.progress = progress;
      all.soon(TrainingPanel.this::draw);
    }

    @Override
    public void onStep(TrainingProgress progress) {
      of.progress = progress;
      all.soon(() -> pace.run(TrainingPanel.this::draw));
    }

    @Override
    public void onEpoch(TrainingProgress progress) {
      onStart(progress);
    }

    @Override
    public void onEnd(TrainingProgress progress) {
      of.progress = progress;
    }
  }

  /** A control was moved: by the reader, or by code. */
  private void moved() {
    Attempt now = attempt;
    if (now != null && now.isRunning()) {
      // The same rate as before changes nothing.
      now.control.learningRate(learningRate().value());
    } else {
      code.set(line());
      rates.set(rateChart(plan(), null));
    }
  }

  /** Shows where the training stands. Called as a callback, so never twice at a time. */
  private void draw() {
    Attempt now = attempt;
    boolean running = now.isRunning();
    boolean paused = running && now.control.isPaused();
    if (start.value() == running) {
      settings.enable(!running);
    }
    start.set(!running);
    stop.set(running);
    pause.describe(
        paused ? Description.button("Resume", "play") : Description.button("Pause", "pause"),
        running);
    TrainingProgress progress = now.progress;
    status.set(status(now, paused));
    code.set(now.code + byHand(progress));
    bar.show(running && progress != null);
    figures.show(progress != null);
    if (progress == null) {
      return;
    }
    History history = progress.history();
    bar.set(progress.share());
    figures.set(figures(now.plan, progress, running));
    rates.set(rateChart(now.plan, history));
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

  private static String status(Attempt now, boolean paused) {
    if (now.thrown() != null) {
      String message = now.thrown().getMessage();
      return "<div class=\"cxr-error\" role=\"alert\" style=\"border-left:3px solid #a4262c;"
          + "padding:.3em .8em;margin:.4em 0;line-height:1.4\">"
          + Html.escape(message == null ? now.thrown().toString() : message)
          + "</div>";
    }
    if (now.run() != null) {
      return note(now.run().summary());
    }
    if (now.progress == null) {
      return note("The training begins.");
    }
    return note(
        paused
            ? "Paused."
            : now.control.isStopped() ? "The training ends after its step." : "Training.");
  }

  private static String note(String text) {
    return "<div class=\"cxr-status\" role=\"status\" style=\"line-height:1.4;margin:.3em 0\">"
        + Html.escape(text)
        + "</div>";
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
                "%d of %d, %s of %s"
                    .formatted(
                        Math.min(p.epoch(), p.epochs()),
                        p.epochs(),
                        Numbers.show(p.step()),
                        Numbers.show(p.steps())))
            .row("Loss", words("%.4f", p.loss()))
            .row("Best mean AUROC so far", best)
            .row(
                "Learning rate",
                Double.isNaN(p.learningRate()) ? "–" : "%.2e".formatted(p.learningRate()))
            .row("Time of a step", words("%.3f s", seconds))
            .row("Images per second", words("%.1f", plan.batchSize() / seconds))
            .row("Memory of the kernel", ProcessMemory.words());
    return running ? table.row("Time left", left(p.secondsLeft())).build() : table.build();
  }

  private static String words(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }

  private static String left(double seconds) {
    if (Double.isNaN(seconds)) {
      return "–";
    }
    long s = Math.round(seconds);
    return s < 3600
        ? "%d:%02d min".formatted(s / 60, s % 60)
        : "%d:%02d h".formatted(s / 3600, s / 60 % 60);
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
            String.format(
                Locale.ROOT,
                "The learning rate over %d steps, %s, beginning from %s.",
                total,
                plan.schedule(),
                CodeLine.rate(plan.learningRate())))
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
                "\n// control.learningRate(%s) before step %d"
                    .formatted(CodeLine.rate(c.to()), c.step()))
        .collect(Collectors.joining());
  }
}
