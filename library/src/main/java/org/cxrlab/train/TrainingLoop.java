package org.cxrlab.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.cxrlab.data.Labels;
import org.cxrlab.plan.TrainingPlan;

/**
 * The course of a training, whatever it trains: epochs of steps, a validation after each, until the
 * plan is done or something ends it before. It keeps the history and knows which epoch was the
 * best; the arithmetic is a {@link Learner}'s.
 */
final class TrainingLoop {
  /** What is trained. */
  interface Learner {
    /** The labels that it learns. */
    Labels labels();

    /** Called before the first step of each epoch, counted from 0. */
    default void beginEpoch(int epoch) {}

    /**
     * Learns from the next batch.
     *
     * @param rate the learning rate, above 0
     * @return the loss before the update, a finite number
     * @throws TrainingFailure if the loss is none
     */
    double step(double rate);

    /** How good it is now. What it gives when it was ended in the middle is not looked at. */
    ValidationScores validate();

    /** The present weights are the best so far. */
    void keepAsBest();

    /** A place where the training could go on from. */
    default void saveIfDue(boolean epochEnds) {}

    /** The films that took no part so far. */
    List<LeftOutFilm> leftOut();
  }

  private final Learner learner;
  private final TrainingPlan plan;
  private final int stepsPerEpoch;
  private final RunningTraining now;
  private final TrainingControl control;
  private final List<TrainingListener> listeners;
  private final AppendOnlyList<StepRecord> steps = new AppendOnlyList<>();
  private final AppendOnlyList<EpochRecord> epochs = new AppendOnlyList<>();
  private final AppendOnlyList<LearningRateChange> rateChanges = new AppendOnlyList<>();
  private final List<Integer> epochsWithoutBetter = new ArrayList<>();
  private final long start = System.nanoTime();
  private double secondsBefore;
  private long pausedNanos;
  private double stepSeconds;
  private double learningRate;
  private int bestEpoch;

  /**
   * @param batches how many make an epoch, if the plan wants all films in each
   */
  TrainingLoop(
      Learner learner,
      TrainingPlan plan,
      int batches,
      RunningTraining now,
      List<TrainingListener> listeners) {
    this.learner = learner;
    this.plan = plan;
    this.now = now;
    this.listeners = listeners;
    control = now.control();
    learningRate = plan.learningRate();
    stepsPerEpoch = plan.stepsPerEpoch() == TrainingPlan.ALL ? batches : plan.stepsPerEpoch();
  }

  /** Puts everything as it was when the checkpoint was written. */
  void goOnFrom(Checkpoint.State state) {
    steps.addAll(state.history().steps());
    epochs.addAll(state.history().epochs());
    rateChanges.addAll(state.history().rateChanges());
    epochsWithoutBetter.addAll(state.epochsWithoutBetter());
    learningRate = state.learningRate();
    bestEpoch = state.bestEpoch();
    secondsBefore = state.seconds();
    stepSeconds = state.history().steps().stream().mapToDouble(StepRecord::seconds).sum();
  }

  /** Trains until something ends it. */
  TrainingRun.Ending run() {
    TrainingRun.Ending ending = ending();
    while (epochs.size() < plan.epochs() && ending == TrainingRun.Ending.COMPLETED) {
      ending = epoch();
    }
    return ending;
  }

  /** Whether there is an epoch to train. */
  boolean goesOn() {
    return epochs.size() < plan.epochs() && ending() == TrainingRun.Ending.COMPLETED;
  }

  /** How it ends after the epochs so far: too many without a better one, or enough of them. */
  TrainingRun.Ending ending() {
    boolean hopeless =
        plan.earlyStopping() > 0 && epochs.size() - bestEpoch >= plan.earlyStopping();
    if (hopeless) {
      return TrainingRun.Ending.STOPPED_EARLY;
    }
    boolean enough = epochs.size() < plan.epochs() && control.isEnoughAfter(epochs.size());
    return enough ? TrainingRun.Ending.IN_PART : TrainingRun.Ending.COMPLETED;
  }

  /** After which a training ends that nothing ends before. */
  int lastStep() {
    return (int) Math.min(Integer.MAX_VALUE, (long) plan.epochs() * stepsPerEpoch);
  }

  /** Waits while the training is paused, and says whether to end it. */
  boolean isToEnd() {
    pausedNanos += control.awaitTurn();
    return control.endsNow();
  }

  private TrainingRun.Ending epoch() {
    learner.beginEpoch(epochs.size());
    int first = epochs.size() * stepsPerEpoch;
    while (steps.size() < first + stepsPerEpoch) {
      if (isToEnd()) {
        return TrainingRun.Ending.STOPPED;
      }
      step();
    }
    double mean =
        steps.soFar().subList(first, steps.size()).stream()
            .mapToDouble(StepRecord::loss)
            .average()
            .orElseThrow();
    ValidationScores scores = learner.validate();
    if (control.endsNow()) {
      return TrainingRun.Ending.STOPPED;
    }
    epochs.add(
        new EpochRecord(
            epochs.size() + 1, steps.size(), mean, scores.loss(), scores.auroc(), seconds()));
    keepIfBest();
    learner.saveIfDue(true);
    tell(TrainingListener::onEpoch);
    return ending();
  }

  private void step() {
    long began = System.nanoTime();
    control.takeLearningRate().ifPresent(this::changeLearningRate);
    double rate =
        learningRate * plan.schedule().share(steps.size(), lastStep(), epochsWithoutBetter);
    double loss = learner.step(rate);
    double seconds = (System.nanoTime() - began) / 1e9;
    steps.add(new StepRecord(steps.size() + 1, loss, rate, seconds));
    stepSeconds += seconds;
    learner.saveIfDue(false);
    tell(TrainingListener::onStep);
  }

  private void changeLearningRate(double wanted) {
    if (wanted != learningRate) {
      rateChanges.add(new LearningRateChange(steps.size() + 1, learningRate, wanted));
      learningRate = wanted;
    }
  }

  private void keepIfBest() {
    EpochRecord last = epochs.last();
    if (bestEpoch == 0
        || last.score(plan.monitor()) > epochs.soFar().get(bestEpoch - 1).score(plan.monitor())) {
      bestEpoch = last.epoch();
      learner.keepAsBest();
    }
    epochsWithoutBetter.add(epochs.size() - bestEpoch);
  }

  void tell(BiConsumer<TrainingListener, TrainingProgress> event) {
    now.tell(listeners, progress(), event);
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

  AppendOnlyList<StepRecord> steps() {
    return steps;
  }

  AppendOnlyList<EpochRecord> epochs() {
    return epochs;
  }

  /** The number of the best epoch, counted from 1; 0 before there is one. */
  int bestEpoch() {
    return bestEpoch;
  }

  History history() {
    return new History(
        learner.labels(), steps.soFar(), epochs.soFar(), rateChanges.soFar(), learner.leftOut());
  }

  /** What has happened so far, as a training that ended so. */
  TrainingRun run(TrainingRun.Ending ending) {
    return new TrainingRun(plan, history(), bestEpoch, ending, seconds());
  }

  /** What a checkpoint says of it. */
  Checkpoint.State state(
      FilmsUsed films, Checkpoint.Network network, int adamSteps, List<String> stoppedBy) {
    return new Checkpoint.State(
        SoftwareEnvironment.current(),
        plan,
        films,
        network,
        steps.size(),
        adamSteps,
        learningRate,
        bestEpoch,
        List.copyOf(epochsWithoutBetter),
        seconds(),
        history(),
        stoppedBy);
  }

  /** Since the start, pauses left out. */
  private double seconds() {
    return secondsBefore + (System.nanoTime() - start - pausedNanos) / 1e9;
  }
}
