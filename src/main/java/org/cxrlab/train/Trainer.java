package org.cxrlab.train;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Films;
import org.cxrlab.eval.Auroc;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Trainable;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.split.Split;

/** One training from start to end. */
final class Trainer {
  /** A loss so many times the lowest one says that training diverges. */
  private static final double RISEN = 2;

  private final ChestModel model;
  private final TrainingPlan plan;
  private final TrainingControl control;
  private final List<TrainingListener> listeners;
  private final BatchLoader training;
  private final BatchLoader validation;
  private final int stepsPerEpoch;

  /** Null where no checkpoints are wanted; so are the two after it. */
  private Checkpoints checkpoints;

  private CheckpointFolder folder;
  private Checkpoint.FilmsUsed films;
  private long savedAt;
  private long nanosToWrite;

  /** How far it had come at the last checkpoint, so that none is written twice. */
  private int savedSteps = -1;

  private int savedEpochs = -1;
  private Adam.State adamState = Adam.State.FRESH;

  private final Log<StepRecord> steps = new Log<>();
  private final Log<EpochRecord> epochs = new Log<>();
  private final Log<LearningRateChange> rateChanges = new Log<>();
  private final List<Integer> epochsWithoutBetter = new ArrayList<>();
  private final long start = System.nanoTime();
  private double secondsBefore;
  private long pausedNanos;
  private double stepSeconds;
  private double learningRate;

  /** Null as long as they are the present weights, and before there is a best epoch. */
  private WeightCopy bestWeights;

  private int bestEpoch;

  Trainer(
      ChestModel model,
      Split split,
      TrainingPlan plan,
      TrainingControl control,
      List<TrainingListener> listeners) {
    this.model = model;
    this.plan = plan;
    this.control = control;
    learningRate = plan.learningRate();
    this.listeners = listeners;
    requireFilms(split.train(), "training");
    requireFilms(split.validation(), "validation");
    plan.loss().requireLabels(model.labels());
    model.imageSize(plan.imageSize());
    model.precision(plan.precision());
    training = trainingLoader(split.train());
    validation = model.loader(split.validation()).batchSize(plan.batchSize()).shuffle(plan.seed());
    stepsPerEpoch =
        plan.stepsPerEpoch() == TrainingPlan.ALL ? training.batches(0) : plan.stepsPerEpoch();
  }

  /** Writes checkpoints from now on. */
  void write(Checkpoints where, CheckpointFolder into, Checkpoint.FilmsUsed used) {
    checkpoints = where;
    folder = into;
    films = used;
    savedAt = System.nanoTime();
  }

  /** Puts everything as it was when the checkpoint was written. */
  void goOnFrom(Checkpoint checkpoint) {
    Checkpoint.State state = checkpoint.state();
    steps.addAll(state.history().steps());
    epochs.addAll(state.history().epochs());
    rateChanges.addAll(state.history().rateChanges());
    epochsWithoutBetter.addAll(state.epochsWithoutBetter());
    learningRate = state.learningRate();
    bestEpoch = state.bestEpoch();
    bestWeights = checkpoint.best().orElse(null);
    secondsBefore = state.seconds();
    stepSeconds = state.history().steps().stream().mapToDouble(StepRecord::seconds).sum();
    adamState = checkpoint.adam();
    model.restore(checkpoint.weights());
    savedSteps = steps.size();
    savedEpochs = epochs.size();
  }

  private void saveIfDue(Adam adam, boolean epochEnds) {
    if (folder != null
        && checkpoints.isDue(steps.size(), epochEnds, System.nanoTime() - savedAt, nanosToWrite)) {
      save(adam);
    }
  }

  private void save(Adam adam) {
    boolean saved = savedSteps == steps.size() && savedEpochs == epochs.size();
    if (folder == null || saved) {
      return;
    }
    long began = System.nanoTime();
    WeightCopy weights = model.copyWeights();
    if (!weights.isFinite()) {
      // The next loss will be no number, and say so; what led there is not worth going back to.
      return;
    }
    Adam.State moments = adam.state();
    var state =
        new Checkpoint.State(
            CodeVersion.current(),
            plan,
            films,
            Checkpoint.Network.of(model),
            steps.size(),
            moments.step(),
            learningRate,
            bestEpoch,
            List.copyOf(epochsWithoutBetter),
            seconds(),
            history());
    Optional<WeightCopy> best =
        bestArePresent() ? Optional.of(weights) : Optional.ofNullable(bestWeights);
    folder.save(new Checkpoint(state, weights, best, moments));
    savedAt = System.nanoTime();
    nanosToWrite = savedAt - began;
    savedSteps = steps.size();
    savedEpochs = epochs.size();
  }

  private void requireFilms(Films films, String part) {
    if (films.size() == 0) {
      throw new IllegalArgumentException(
          "The " + part + " part of the split has no films; give it a larger share.");
    }
    if (!films.labels().equals(model.labels())) {
      throw new IllegalArgumentException(
          "The "
              + part
              + " films have the labels "
              + films.labels().names()
              + ", but the model has "
              + model.labels().names()
              + "; create the model with films.labels().");
    }
  }

  private BatchLoader trainingLoader(Films films) {
    BatchLoader loader =
        model
            .loader(films)
            .batchSize(plan.batchSize())
            .sample(plan.resampling().sampler(films, plan.seed()))
            .augment(plan.augmentations(), plan.seed());
    // A last batch of one or two films would upset the batch norms.
    return films.size() < plan.batchSize() ? loader : loader.dropLast();
  }

  TrainingRun run() {
    try (StopSignal.Armed armed = StopSignal.arm();
        NDManager manager = NativeMemory.newManager();
        Batches batches = training.endless(manager, steps.size(), lastStep());
        Adam adam = new Adam(plan.adam(), manager)) {
      adam.restore(adamState);
      adamState = null;
      tell(listener -> listener.onStart(progress()));
      TrainingRun.Ending ending = afterEpoch();
      while (epochs.size() < plan.epochs() && ending == TrainingRun.Ending.COMPLETED) {
        ending = epoch(batches, adam, manager);
      }
      save(adam);
      return finish(ending);
    } finally {
      tell(listener -> listener.onEnd(progress()));
    }
  }

  /** After which a training ends that nothing ends before. */
  private int lastStep() {
    return (int) Math.min(Integer.MAX_VALUE, (long) plan.epochs() * stepsPerEpoch);
  }

  /** One epoch and its validation; says whether to go on. */
  private TrainingRun.Ending epoch(Batches batches, Adam adam, NDManager manager) {
    model.trainable(part(epochs.size()));
    int first = epochs.size() * stepsPerEpoch;
    while (steps.size() < first + stepsPerEpoch) {
      if (isToEnd()) {
        return TrainingRun.Ending.STOPPED;
      }
      step(batches, adam);
    }
    double mean =
        steps.soFar().subList(first, steps.size()).stream()
            .mapToDouble(StepRecord::loss)
            .average()
            .orElseThrow();
    Scores scores = validate(manager);
    if (control.endsNow()) {
      return TrainingRun.Ending.STOPPED;
    }
    epochs.add(
        new EpochRecord(
            epochs.size() + 1, steps.size(), mean, scores.loss(), scores.auroc(), seconds()));
    keepIfBest();
    saveIfDue(adam, true);
    tell(listener -> listener.onEpoch(progress()));
    return afterEpoch();
  }

  /** Whether to go on: not after too many epochs without a better one, nor after enough. */
  private TrainingRun.Ending afterEpoch() {
    boolean hopeless =
        plan.earlyStopping() > 0 && epochs.size() - bestEpoch >= plan.earlyStopping();
    if (hopeless) {
      return TrainingRun.Ending.STOPPED_EARLY;
    }
    boolean enough = epochs.size() < plan.epochs() && control.isEnoughAfter(epochs.size());
    return enough ? TrainingRun.Ending.IN_PART : TrainingRun.Ending.COMPLETED;
  }

  /** Waits while the training is paused, and says whether to end it. */
  private boolean isToEnd() {
    pausedNanos += control.awaitTurn();
    return control.endsNow();
  }

  private Trainable part(int epoch) {
    if (epoch < plan.headOnly()) {
      return Trainable.HEAD;
    }
    return epoch < plan.headOnly() + plan.lastBlockOnly() ? Trainable.LAST_BLOCK : Trainable.ALL;
  }

  private void step(Batches batches, Adam adam) {
    if (bestArePresent()) {
      bestWeights = model.copyWeights();
    }
    long began = System.nanoTime();
    control.takeLearningRate().ifPresent(this::changeLearningRate);
    double rate =
        learningRate * plan.schedule().share(steps.size(), lastStep(), epochsWithoutBetter);
    adam.learningRate(rate);
    try (Batch batch = batches.next()) {
      double loss =
          model.step(
              batch.images(),
              logits -> plan.loss().of(logits, batch.labels(), batch.known()),
              adam);
      if (!Double.isFinite(loss)) {
        throw failure(loss, rate, batch);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      steps.add(new StepRecord(steps.size() + 1, loss, rate, seconds));
      stepSeconds += seconds;
    }
    saveIfDue(adam, false);
    tell(listener -> listener.onStep(progress()));
  }

  private void changeLearningRate(double wanted) {
    if (wanted != learningRate) {
      rateChanges.add(new LearningRateChange(steps.size() + 1, learningRate, wanted));
      learningRate = wanted;
    }
  }

  private TrainingFailure failure(double loss, double rate, Batch batch) {
    Optional<String> badFilms = badFilms(batch);
    String reason = badFilms.orElseGet(() -> reasonInTheWeights(rate));
    String what = "The loss became %s at step %d".formatted(loss, steps.size() + 1);
    return failure(what, reason, badFilms.isEmpty());
  }

  private TrainingFailure validationFailure(Batch batch) {
    Optional<String> badFilms = badFilms(batch);
    // Otherwise the last update was one too many.
    model.undoUpdate();
    String reason = badFilms.orElseGet(() -> reasonInTheWeights(steps.last().learningRate()));
    String what =
        "In the validation after step %d the network's answers are no longer numbers"
            .formatted(steps.size());
    return failure(what, reason, badFilms.isEmpty());
  }

  private TrainingFailure failure(String what, String reason, boolean diverged) {
    int step = steps.size() + 1;
    Path good = folder == null ? null : folder.lastGood(step, diverged).orElse(null);
    String from =
        good == null
            ? ""
            : "the last good checkpoint is %s, from which Training.resume goes on, at another rate if TrainingControl.learningRate sets one; "
                .formatted(good);
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
            ? ", as the loss had risen from %.3g at step %d to %.3g at step %d"
                .formatted(lowest.loss(), lowest.step(), steps.last().loss(), steps.last().step())
            : "";
    return "the learning rate of %s is probably too high%s, so try a tenth of it"
        .formatted(rate, risen);
  }

  /** Loss and AUROCs on the validation films. */
  private record Scores(double loss, List<Double> auroc) {}

  private Scores validate(NDManager manager) {
    int labels = model.labels().size();
    List<double[]> logits = new ArrayList<>();
    List<float[]> truth = new ArrayList<>();
    int most =
        plan.validationSteps() == TrainingPlan.ALL ? Integer.MAX_VALUE : plan.validationSteps();
    try (Batches batches = validation.first(manager, most)) {
      while (batches.hasNext() && !isToEnd()) {
        try (Batch batch = batches.next()) {
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
    double[][] z = logits.toArray(double[][]::new);
    float[][] y = truth.toArray(float[][]::new);
    List<Double> auroc = new ArrayList<>();
    for (int label = 0; label < labels; label++) {
      auroc.add(auroc(z, y, label));
    }
    return new Scores(plan.loss().value(z, y), auroc);
  }

  private static double auroc(double[][] logits, float[][] truth, int label) {
    double[] scores = new double[logits.length];
    float[] labels = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = logits[i][label];
      labels[i] = truth[i][label];
    }
    return Auroc.of(scores, labels);
  }

  private void keepIfBest() {
    EpochRecord last = epochs.last();
    if (bestEpoch == 0
        || plan.monitor().score(last) > plan.monitor().score(epochs.soFar().get(bestEpoch - 1))) {
      bestEpoch = last.epoch();
      bestWeights = null;
    }
    epochsWithoutBetter.add(epochs.size() - bestEpoch);
  }

  private boolean bestArePresent() {
    return bestEpoch > 0 && bestWeights == null;
  }

  private TrainingRun finish(TrainingRun.Ending ending) {
    if (bestWeights != null) {
      model.restore(bestWeights);
    }
    model.unfreeze();
    model.precision(Precision.FP32);
    History history = history();
    model.note("plan", plan.toJson());
    model.note("history", history.toJson());
    return new TrainingRun(plan, history, bestEpoch, ending, seconds());
  }

  private History history() {
    return new History(model.labels(), steps.soFar(), epochs.soFar(), rateChanges.soFar());
  }

  private TrainingProgress progress() {
    int total = lastStep();
    StepRecord last = steps.isEmpty() ? null : steps.last();
    return new TrainingProgress(
        Math.min(plan.epochs(), steps.size() / stepsPerEpoch + 1),
        plan.epochs(),
        steps.size(),
        total,
        last == null ? Double.NaN : last.loss(),
        last == null ? Double.NaN : last.learningRate(),
        last == null ? 0 : steps.size() * plan.batchSize() / stepSeconds,
        last == null ? Double.NaN : seconds() / steps.size() * (total - steps.size()),
        history());
  }

  /** Since the start, pauses left out. */
  private double seconds() {
    return secondsBefore + (System.nanoTime() - start - pausedNanos) / 1e9;
  }

  private void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }
}
