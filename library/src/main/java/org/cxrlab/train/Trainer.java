package org.cxrlab.train;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;

/**
 * The training of a network from start to end: films in batches, Adam, checkpoints, and what to say
 * when it diverges.
 */
final class Trainer implements TrainingLoop.Learner {
  /** A loss so many times the lowest one says that training diverges. */
  private static final double RISEN = 2;

  private final ChestModel model;
  private final TrainingPlan plan;
  private final PlannedNetwork network;
  private final LeavingOut leavingOut;
  private final BatchLoader training;
  private final BatchLoader validation;
  private final TrainingLoop loop;

  /** Null where no checkpoints are wanted; so are the two after it. */
  private Checkpoints checkpoints;

  private CheckpointFolder folder;
  private FilmsUsed films;
  private long savedAt;
  private long nanosToWrite;

  /** How far it had come at the last checkpoint, so that none is written twice. */
  private int savedSteps = -1;

  private int savedEpochs = -1;
  private Adam.State adamState = Adam.State.FRESH;

  /** Of the training under way. */
  private Adam adam;

  private Batches batches;
  private NDManager manager;

  /** While the optimizer moves; what breaks off there leaves nothing worth a checkpoint. */
  private boolean updating;

  /** Null as long as they are the present weights, and before there is a best epoch. */
  private WeightCopy bestWeights;

  Trainer(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      UnreadableFilms unreadable,
      RunningTraining now,
      List<TrainingListener> listeners) {
    this.model = model;
    this.plan = plan;
    network = new PlannedNetwork(model, plan);
    network.requireFilms(split.train(), "training");
    network.requireFilms(split.validation(), "validation");
    network.prepare();
    leavingOut = new LeavingOut(split, unreadable, () -> loop().steps().size());
    training = network.loader(split.train()).leavingOut(leavingOut.ofTraining());
    validation =
        model
            .loader(split.validation())
            .batchSize(plan.batchSize())
            .shuffle(plan.seed())
            .leavingOut(leavingOut.ofValidation());
    loop = new TrainingLoop(this, plan, training.batches(0), now, listeners);
  }

  /** Asked by what is made before it. */
  private TrainingLoop loop() {
    return loop;
  }

  /** Writes checkpoints from now on. */
  void write(Checkpoints where, CheckpointFolder into, FilmsUsed used) {
    checkpoints = where;
    folder = into;
    films = used;
    savedAt = System.nanoTime();
  }

  /** Puts everything as it was when the checkpoint was written. */
  void goOnFrom(Checkpoint checkpoint) {
    loop.goOnFrom(checkpoint.state());
    leavingOut.goOnWith(checkpoint.state().history().leftOut());
    bestWeights = checkpoint.best().orElse(null);
    adamState = checkpoint.adam();
    model.restore(checkpoint.weights());
    savedSteps = loop.steps().size();
    savedEpochs = loop.epochs().size();
  }

  @Override
  public void saveIfDue(boolean epochEnds) {
    if (folder != null
        && checkpoints.isDue(
            loop.steps().size(), epochEnds, System.nanoTime() - savedAt, nanosToWrite)) {
      saveIfNew();
    }
  }

  private void saveIfNew() {
    if (savedSteps != loop.steps().size() || savedEpochs != loop.epochs().size()) {
      save(List.of());
    }
  }

  private void save(List<String> stoppedBy) {
    if (folder == null) {
      return;
    }
    long began = System.nanoTime();
    WeightCopy weights = model.copyWeights();
    if (!weights.isFinite()) {
      // The next loss will be no number, and say so; what led there is not worth going back to.
      return;
    }
    Adam.State moments = adam.state();
    Checkpoint.State state =
        loop.state(films, Checkpoint.Network.of(model), moments.step(), stoppedBy);
    Optional<WeightCopy> best =
        bestArePresent() ? Optional.of(weights) : Optional.ofNullable(bestWeights);
    folder.save(new Checkpoint(state, weights, best, moments));
    savedAt = System.nanoTime();
    nanosToWrite = savedAt - began;
    savedSteps = loop.steps().size();
    savedEpochs = loop.epochs().size();
  }

  TrainingRun run() {
    try (StopSignal.Armed armed = StopSignal.arm();
        NDManager own = NativeMemory.newManager();
        Adam optimizer = new Adam(plan.adam(), own)) {
      manager = own;
      adam = optimizer;
      adam.restore(adamState);
      adamState = null;
      try {
        return trained();
      } catch (LeavingOut.TooMany e) {
        throw unreadable(e);
      } catch (TrainingFailure e) {
        throw e;
      } catch (RuntimeException | Error e) {
        breakOff(e);
        throw e;
      }
    } finally {
      loop.tell(TrainingListener::onEnd);
    }
  }

  private TrainingRun trained() {
    loop.tell(TrainingListener::onStart);
    TrainingRun.Ending ending = loop.ending();
    if (loop.goesOn()) {
      leavingOut.look();
      try (Batches films = training.endless(manager, loop.steps().size(), loop.lastStep())) {
        batches = films;
        ending = loop.run();
      }
    }
    saveIfNew();
    return finish(ending);
  }

  /** What a checkpoint says, as a run that has ended; nothing is trained. */
  TrainingRun asItIs() {
    return finish(
        loop.epochs().size() < plan.epochs()
            ? TrainingRun.Ending.IN_PART
            : TrainingRun.Ending.COMPLETED);
  }

  /** Keeps what was learnt, whatever ends the training, and says what failed in that too. */
  private void breakOff(Throwable reason) {
    // A file can't be written by a thread that is interrupted.
    boolean interrupted = Thread.interrupted();
    try {
      if (!loop.steps().isEmpty() && !updating) {
        saveIfNew();
      }
    } catch (RuntimeException | Error e) {
      reason.addSuppressed(e);
    }
    try {
      finish(TrainingRun.Ending.FAILED);
    } catch (RuntimeException | Error e) {
      reason.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private UnreadableFilmsFailure unreadable(LeavingOut.TooMany reason) {
    AppendOnlyList<StepRecord> steps = loop.steps();
    Path checkpoint = null;
    if (!steps.isEmpty()) {
      save(reason.films().stream().map(LeftOutFilm::image).toList());
      checkpoint = folder == null ? null : folder.newest().orElse(null);
    }
    TrainingRun run = finish(TrainingRun.Ending.FAILED);
    String kept =
        steps.isEmpty()
            ? "no step was done; put them right, or leave out more by UnreadableFilms.leaveOut"
            : run.kept()
                + (checkpoint == null
                    ? "; put them right, or leave out more by UnreadableFilms.leaveOut"
                    : "; put them right, or leave out more by UnreadableFilms.leaveOut, and the same call goes on from "
                        + checkpoint);
    return new UnreadableFilmsFailure(
        reason.getMessage() + "; " + kept + ".", steps.size() + 1, checkpoint, run, reason.films());
  }

  @Override
  public Labels labels() {
    return model.labels();
  }

  @Override
  public List<LeftOutFilm> leftOut() {
    return leavingOut.soFar();
  }

  @Override
  public void beginEpoch(int epoch) {
    network.beginEpoch(epoch);
  }

  @Override
  public double step(double rate) {
    if (bestArePresent()) {
      bestWeights = model.copyWeights();
    }
    adam.learningRate(rate);
    try (Batch batch = batches.next()) {
      double loss =
          network.step(
              batch,
              (weights, gradient) -> {
                updating = true;
                adam.update(weights, gradient);
                updating = false;
              });
      if (!Double.isFinite(loss)) {
        throw failure(loss, rate, batch);
      }
      return loss;
    }
  }

  private TrainingFailure failure(double loss, double rate, Batch batch) {
    Optional<String> badFilms = badFilms(batch);
    String reason = badFilms.orElseGet(() -> reasonInTheWeights(rate));
    String what = Text.format("The loss became %s at step %d", loss, loop.steps().size() + 1);
    return failure(what, reason, badFilms.isEmpty());
  }

  private TrainingFailure validationFailure(Batch batch) {
    Optional<String> badFilms = badFilms(batch);
    // Otherwise the last update was one too many.
    model.undoUpdate();
    String reason =
        badFilms.orElseGet(() -> reasonInTheWeights(loop.steps().last().learningRate()));
    String what =
        Text.format(
            "In the validation after step %d the network's answers are no longer numbers",
            loop.steps().size());
    return failure(what, reason, badFilms.isEmpty());
  }

  private TrainingFailure failure(String what, String reason, boolean diverged) {
    int step = loop.steps().size() + 1;
    Path good = folder == null ? null : folder.lastGood(step, diverged).orElse(null);
    String from =
        good == null
            ? ""
            : Text.format(
                "the last good checkpoint is %s, from which Training.resume goes on, at another rate if TrainingControl.learningRate sets one; ",
                good);
    String message = what + ": " + reason + "; " + from + "the model holds the last good weights.";
    return new TrainingFailure(message, step, reason, good, finish(TrainingRun.Ending.FAILED));
  }

  private static Optional<String> badFilms(Batch batch) {
    float[] pixels = batch.images().toFloatArray();
    int each = pixels.length / batch.size();
    String names =
        IntStream.range(0, batch.size())
            .filter(film -> holdsNoNumber(pixels, film * each, each))
            .mapToObj(film -> batch.films().get(film).image())
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("these films hold values that are not numbers: " + names);
  }

  private static boolean holdsNoNumber(float[] pixels, int from, int count) {
    return IntStream.range(from, from + count).anyMatch(i -> !Float.isFinite(pixels[i]));
  }

  private String reasonInTheWeights(double rate) {
    AppendOnlyList<StepRecord> steps = loop.steps();
    if (!model.copyWeights().isFinite()) {
      return "the weights that the model began with hold values that are not numbers";
    }
    if (steps.isEmpty()) {
      return "the weights that the model began with are too large for these films";
    }
    StepRecord lowest =
        steps.soFar().stream().min(Comparator.comparingDouble(StepRecord::loss)).orElseThrow();
    String risen =
        steps.last().loss() > RISEN * lowest.loss()
            ? Text.format(
                ", as the loss had risen from %.3g at step %d to %.3g at step %d",
                lowest.loss(), lowest.step(), steps.last().loss(), steps.last().step())
            : "";
    return Text.format(
        "the learning rate of %s is probably too high%s, so try a tenth of it", rate, risen);
  }

  @Override
  public ValidationScores validate() {
    int labels = model.labels().size();
    List<double[]> logits = new ArrayList<>();
    List<float[]> truth = new ArrayList<>();
    int most =
        plan.validationSteps() == TrainingPlan.ALL ? Integer.MAX_VALUE : plan.validationSteps();
    try (Batches shown = validation.first(manager, most)) {
      while (shown.hasNext() && !loop.isToEnd()) {
        try (Batch batch = shown.next()) {
          float[] all = model.logits(batch.images());
          if (IntStream.range(0, all.length).anyMatch(k -> !Float.isFinite(all[k]))) {
            throw validationFailure(batch);
          }
          for (int row = 0; row < batch.size(); row++) {
            double[] own = new double[labels];
            float[] known = new float[labels];
            for (int label = 0; label < labels; label++) {
              own[label] = all[row * labels + label];
              known[label] = batch.films().get(row).value(label);
            }
            logits.add(own);
            truth.add(known);
          }
        }
      }
    }
    return ValidationScores.of(
        plan.loss(), labels, logits.toArray(double[][]::new), truth.toArray(float[][]::new));
  }

  @Override
  public void keepAsBest() {
    bestWeights = null;
  }

  private boolean bestArePresent() {
    return loop.bestEpoch() > 0 && bestWeights == null;
  }

  private TrainingRun finish(TrainingRun.Ending ending) {
    // First what can't fail, so that the model is of use even where memory is short.
    model.unfreeze();
    model.setPrecision(Precision.FP32);
    if (bestWeights != null) {
      model.restore(bestWeights);
    }
    TrainingRun run = loop.run(ending);
    model.note("plan", plan.toJson());
    model.note("history", run.history().toJson());
    return run;
  }
}
