package org.cxrlab.train;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cxrlab.CxrlabException;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.plan.TrainingPlan;

/**
 * A training of this process, from its beginning to its end: what it trains, how far it has come,
 * and a hand on it. {@link Training#running()} lists those that run. May be used from any thread,
 * after the end too.
 */
public final class RunningTraining implements Showable {
  private static final List<RunningTraining> ALL = new CopyOnWriteArrayList<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final int number = NUMBERS.incrementAndGet();
  private final String name;
  private final ChestModel model;
  private final TrainingPlan plan;
  private final TrainingControl control;
  private final Path checkpoints;
  private final Instant since = Instant.now();
  private final List<TrainingListener> followers = new CopyOnWriteArrayList<>();
  private volatile TrainingProgress progress;
  private final CompletableFuture<TrainingRun> end = new CompletableFuture<>();

  private RunningTraining(
      String name, ChestModel model, TrainingPlan plan, TrainingControl control, Path checkpoints) {
    this.name = name;
    this.model = model;
    this.plan = plan;
    this.control = Objects.requireNonNull(control);
    this.checkpoints = checkpoints;
  }

  /** Those that run now, in the order in which they began. */
  static List<RunningTraining> all() {
    return List.copyOf(ALL);
  }

  /**
   * Does a training of a model as one that {@link Training#running()} lists.
   *
   * @param checkpoints their folder, or null
   * @throws CxrlabException if the model is being trained already
   */
  static TrainingRun during(
      ChestModel model,
      TrainingPlan plan,
      TrainingControl control,
      Path checkpoints,
      Function<RunningTraining, TrainingRun> training) {
    String name =
        Text.format(
            "%s, %d %s",
            model.network(),
            model.labels().size(),
            model.labels().size() == 1 ? "label" : "labels");
    RunningTraining now = new RunningTraining(name, model, plan, control, checkpoints);
    synchronized (ALL) {
      requireIdle(model);
      ALL.add(now);
    }
    return now.during(() -> training.apply(now));
  }

  /**
   * Does a training that no model is trained in, such as that of a head on features, as one that
   * {@link Training#running()} lists. Whoever trains has to tell {@link #tell} how far it has come
   * and to look at {@link TrainingControl#endsNow} after each step.
   *
   * @param name what is trained, in some words
   */
  static TrainingRun during(
      String name,
      TrainingPlan plan,
      TrainingControl control,
      Function<RunningTraining, TrainingRun> training) {
    RunningTraining now = new RunningTraining(name, null, plan, control, null);
    ALL.add(now);
    return now.during(() -> training.apply(now));
  }

  private TrainingRun during(Supplier<TrainingRun> training) {
    try {
      TrainingRun run = training.get();
      ALL.remove(this);
      end.complete(run);
      return run;
    } catch (RuntimeException | Error e) {
      ALL.remove(this);
      end.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Checks that nobody is training a model.
   *
   * @throws CxrlabException if somebody is, saying how to stop that training
   */
  static void requireIdle(ChestModel model) {
    for (RunningTraining other : ALL) {
      if (other.model == model) {
        throw new CxrlabException(
            Text.format(
                "This model is being trained already, since %s (%s). Wait for that training, or stop it: Training.running().of(model).stop().",
                other.clock(), other.standing()));
      }
    }
  }

  /** Counts the trainings of this process, from 1. */
  public int number() {
    return number;
  }

  /** What is trained, in some words, such as "DenseNet121, 14 labels". */
  public String name() {
    return name;
  }

  /** The model that is trained; empty for a head on features. */
  public Optional<ChestModel> model() {
    return Optional.ofNullable(model);
  }

  /** What was decided beforehand. */
  public TrainingPlan plan() {
    return plan;
  }

  /** Pauses it, ends it, changes its learning rate. */
  public TrainingControl control() {
    return control;
  }

  /** Where its checkpoints lie, if it writes any. */
  public Optional<Path> checkpoints() {
    return Optional.ofNullable(checkpoints);
  }

  /** When it began. */
  public Instant since() {
    return since;
  }

  /** How far it has come; empty as long as the first step is being prepared. */
  public Optional<TrainingProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /**
   * Takes down how far it has come, for whoever trains, and tells those who listen and who follow.
   *
   * @param event which of a listener's methods is called
   */
  void tell(
      List<TrainingListener> listeners,
      TrainingProgress here,
      BiConsumer<TrainingListener, TrainingProgress> event) {
    progress = here;
    listeners.forEach(listener -> event.accept(listener, here));
    followers.forEach(follower -> event.accept(follower, here));
  }

  /** Whether it has not ended yet; a paused one runs. */
  public boolean isRunning() {
    return !end.isDone();
  }

  /** Asks it to end after its step; it keeps what it has learnt. Returns at once. */
  public void stop() {
    control.stop();
  }

  /**
   * Waits for its end.
   *
   * @return what came of it
   * @throws RuntimeException as the training threw it, a {@link TrainingFailure} for example
   * @throws InterruptedException if the thread that waits is interrupted; the training goes on
   */
  public TrainingRun await() throws InterruptedException {
    return resultOf(end);
  }

  /**
   * Waits for a training, or an experiment.
   *
   * @throws RuntimeException as that threw it
   * @throws InterruptedException if the thread that waits is interrupted
   */
  public static <T> T resultOf(Future<T> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException thrown
          ? thrown
          : new IllegalStateException(e.getCause());
    }
  }

  /**
   * Tells another listener what happens from now on; {@link #progress} is where it stands. The
   * listener is called as one that was given to {@link Training#run}, from the thread that trains.
   */
  public void follow(TrainingListener listener) {
    followers.add(Objects.requireNonNull(listener));
  }

  /** When it began, by the clock. */
  String clock() {
    return CLOCK.format(since.atZone(ZoneId.systemDefault()));
  }

  /** Where it stands, in some words. */
  String standing() {
    if (!isRunning()) {
      return "it has ended";
    }
    TrainingProgress now = progress;
    String at = now == null ? "it begins" : now.toString();
    if (control.isStopped()) {
      return at + ", ends after this step";
    }
    return control.isPaused() ? at + ", paused" : at;
  }

  @Override
  public TableFigure figure() {
    return RunningTrainings.table(List.of(this));
  }

  @Override
  public String toString() {
    return Text.format("training %d: %s, since %s, %s", number, name, clock(), standing());
  }
}
