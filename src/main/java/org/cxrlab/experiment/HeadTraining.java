package org.cxrlab.experiment;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.batch.IndexSampler;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Auroc;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.LinearHead;
import org.cxrlab.train.Adam;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.History;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.StopSignal;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.TrainingPlan;
import org.cxrlab.train.TrainingProgress;
import org.cxrlab.train.TrainingRun;

/**
 * Trains a linear head on features of a frozen backbone: the arithmetic of a training whose plan
 * has the head alone learn, but for the films, which were seen once beforehand, and therefore in a
 * thousandth of the time. Sums are in double precision, weights in single precision. Plain Java, so
 * several may run at once.
 */
public final class HeadTraining {
  private final Labels labels;
  private final TrainingPlan plan;
  private final FilmFeatures training;
  private final FilmFeatures validation;
  private final float[][] truth;
  private final float[][] validationTruth;
  private final int inputs;
  private final float[] weights;
  private final float[] mean;
  private final float[] square;
  private final List<StepRecord> steps = new ArrayList<>();
  private final List<EpochRecord> epochs = new ArrayList<>();
  private final List<Integer> epochsWithoutBetter = new ArrayList<>();
  private final long start = System.nanoTime();
  private float[] best;
  private int bestEpoch;

  /**
   * A head that was trained.
   *
   * @param head of the best epoch
   * @param run what happened
   */
  public record Result(LinearHead head, TrainingRun run) implements Showable {
    @Override
    public Figure figure() {
      return run.figure();
    }
  }

  private HeadTraining(
      LinearHead head, FilmFeatures training, FilmFeatures validation, TrainingPlan plan) {
    labels = head.labels();
    this.plan = plan;
    this.training = training;
    this.validation = validation;
    inputs = head.inputs();
    head.require(training);
    head.require(validation);
    plan.loss().requireLabels(labels);
    requireUnchangedFilms(plan);
    truth = truth(training.films(), "training");
    validationTruth = truth(validation.films(), "validation");
    weights = java.util.Arrays.copyOf(head.weight(), labels.size() * (inputs + 1));
    System.arraycopy(head.bias(), 0, weights, labels.size() * inputs, labels.size());
    mean = new float[weights.length];
    square = new float[weights.length];
  }

  static void requireUnchangedFilms(TrainingPlan plan) {
    if (!plan.augmentations().isNone()) {
      throw new IllegalArgumentException(
          "Features are made of the films as they are, so the plan can't change films: give it"
              + " augment(Augmentations.none()).");
    }
  }

  private float[][] truth(Films films, String part) {
    if (films.size() == 0 || !films.labels().equals(labels)) {
      throw new IllegalArgumentException(
          "The %s part has %d films with the labels %s, but the head has the labels %s."
              .formatted(part, films.size(), films.labels().names(), labels.names()));
    }
    float[][] values = new float[films.size()][labels.size()];
    for (int i = 0; i < values.length; i++) {
      Film film = films.get(i);
      for (int label = 0; label < labels.size(); label++) {
        values[i][label] = film.value(label);
      }
    }
    return values;
  }

  /**
   * Trains a fresh head, whose random weights the plan's seed gives.
   *
   * @see #run(LinearHead, FilmFeatures, FilmFeatures, TrainingPlan, TrainingListener...)
   */
  public static Result run(Features features, TrainingPlan plan) {
    return run(features, plan, plan.epochs());
  }

  /** The same, but ended after so many epochs of the plan, whose schedule stays. */
  static Result run(Features features, TrainingPlan plan, int epochs) {
    LinearHead fresh =
        LinearHead.random(features.train().films().labels(), features.train().width(), plan.seed());
    return new HeadTraining(fresh, features.train(), features.validation(), plan)
        .train(epochs, List.of());
  }

  /**
   * Trains a head by a plan. Of the plan take part: epochs, steps, batch size, learning rate,
   * schedule, Adam, weight decay, loss, resampling, early stopping, monitor and seed. Ends after
   * the step at hand when {@link StopSignal} asks for it.
   *
   * @param start is not changed
   * @throws IllegalArgumentException if head, features and plan don't go together, or the plan
   *     changes films
   * @throws ArithmeticException if the loss is no longer a number, with the step and the likely
   *     reason
   */
  public static Result run(
      LinearHead start,
      FilmFeatures training,
      FilmFeatures validation,
      TrainingPlan plan,
      TrainingListener... listeners) {
    return new HeadTraining(start, training, validation, plan)
        .train(plan.epochs(), List.of(listeners));
  }

  private Result train(int wanted, List<TrainingListener> listeners) {
    IndexSampler sampler = plan.resampling().sampler(training.films(), plan.seed());
    int batch = plan.batchSize();
    boolean dropLast = training.films().size() >= batch;
    int films = sampler.indices(0).length;
    int whole = dropLast ? films / batch : (films + batch - 1) / batch;
    int stepsPerEpoch = plan.stepsPerEpoch() == TrainingPlan.ALL ? whole : plan.stepsPerEpoch();
    int total = plan.epochs() * stepsPerEpoch;
    Order order = new Order(sampler, batch, whole);
    TrainingRun.Ending ending = TrainingRun.Ending.COMPLETED;
    try (StopSignal.Armed armed = StopSignal.arm()) {
      listeners.forEach(l -> l.onStart(progress(stepsPerEpoch, total)));
      while (epochs.size() < wanted && ending == TrainingRun.Ending.COMPLETED) {
        int first = steps.size();
        while (steps.size() < first + stepsPerEpoch && !StopSignal.isRequested()) {
          step(order.next(), total);
          listeners.forEach(l -> l.onStep(progress(stepsPerEpoch, total)));
        }
        if (StopSignal.isRequested()) {
          ending = TrainingRun.Ending.STOPPED;
        } else {
          validate(first);
          listeners.forEach(l -> l.onEpoch(progress(stepsPerEpoch, total)));
          int without = epochs.size() - bestEpoch;
          if (plan.earlyStopping() > 0 && without >= plan.earlyStopping()) {
            ending = TrainingRun.Ending.STOPPED_EARLY;
          }
        }
      }
    } finally {
      listeners.forEach(l -> l.onEnd(progress(stepsPerEpoch, total)));
    }
    if (ending == TrainingRun.Ending.COMPLETED && epochs.size() < plan.epochs()) {
      ending = TrainingRun.Ending.IN_PART;
    }
    float[] kept = best == null ? weights : best;
    int bias = labels.size() * inputs;
    LinearHead head =
        new LinearHead(
            labels,
            java.util.Arrays.copyOf(kept, bias),
            java.util.Arrays.copyOfRange(kept, bias, kept.length));
    return new Result(head, new TrainingRun(plan, history(), bestEpoch, ending, seconds()));
  }

  /** Batch after batch, epoch after epoch, as a loader gives them. */
  private static final class Order {
    private final IndexSampler sampler;
    private final int size;
    private final int batches;
    private int epoch;
    private int batch;
    private int[] indices;

    Order(IndexSampler sampler, int size, int batches) {
      this.sampler = sampler;
      this.size = size;
      this.batches = batches;
      indices = sampler.indices(0);
    }

    int[] next() {
      if (batch == batches) {
        batch = 0;
        indices = sampler.indices(++epoch);
      }
      int from = size * batch++;
      return java.util.Arrays.copyOfRange(indices, from, Math.min(from + size, indices.length));
    }
  }

  private void step(int[] films, int total) {
    long began = System.nanoTime();
    double rate =
        plan.learningRate() * plan.schedule().share(steps.size(), total, epochsWithoutBetter);
    double[][] logits = new double[films.length][];
    float[][] known = new float[films.length][];
    for (int i = 0; i < films.length; i++) {
      logits[i] = logits(training.rows().get(films[i]));
      known[i] = truth[films[i]];
    }
    double loss = plan.loss().value(logits, known);
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          "The loss became %s at step %d. The learning rate of %s is probably too high; try a tenth of it."
              .formatted(loss, steps.size() + 1, rate));
    }
    update(gradient(films, plan.loss().gradient(logits, known)), rate);
    steps.add(new StepRecord(steps.size() + 1, loss, rate, (System.nanoTime() - began) / 1e9));
  }

  private double[] logits(float[] features) {
    double[] logits = new double[labels.size()];
    for (int label = 0; label < logits.length; label++) {
      double sum = weights[labels.size() * inputs + label];
      int row = label * inputs;
      for (int i = 0; i < inputs; i++) {
        sum += (double) weights[row + i] * features[i];
      }
      logits[label] = sum;
    }
    return logits;
  }

  private double[] gradient(int[] films, double[][] byLogit) {
    double[] gradient = new double[weights.length];
    for (int film = 0; film < films.length; film++) {
      float[] features = training.rows().get(films[film]);
      for (int label = 0; label < labels.size(); label++) {
        double slope = byLogit[film][label];
        if (slope != 0) {
          int row = label * inputs;
          for (int i = 0; i < inputs; i++) {
            gradient[row + i] += slope * features[i];
          }
          gradient[labels.size() * inputs + label] += slope;
        }
      }
    }
    return gradient;
  }

  /** Adam's step, as {@link Adam} takes it. */
  private void update(double[] gradient, double rate) {
    Adam.Settings adam = plan.adam();
    int step = steps.size() + 1;
    double start1 = 1 - Math.pow(adam.beta1(), step);
    double start2 = 1 - Math.pow(adam.beta2(), step);
    for (int i = 0; i < weights.length; i++) {
      double slope = gradient[i] + adam.weightDecay() * weights[i];
      mean[i] = (float) (adam.beta1() * mean[i] + (1 - adam.beta1()) * slope);
      square[i] = (float) (adam.beta2() * square[i] + (1 - adam.beta2()) * slope * slope);
      weights[i] -=
          (float) (rate * (mean[i] / start1) / (Math.sqrt(square[i] / start2) + adam.epsilon()));
    }
  }

  private void validate(int firstStep) {
    int films = validation.films().size();
    int most =
        plan.validationSteps() == TrainingPlan.ALL
            ? films
            : Math.min(films, plan.validationSteps() * plan.batchSize());
    // The same films as a loader shows that is shuffled by the plan's seed.
    int[] shown = IndexSampler.shuffled(films, plan.seed()).indices(0);
    double[][] logits = new double[most][];
    float[][] known = new float[most][];
    for (int i = 0; i < most; i++) {
      logits[i] = logits(validation.rows().get(shown[i]));
      known[i] = validationTruth[shown[i]];
    }
    List<Double> auroc = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      double[] scores = new double[most];
      float[] values = new float[most];
      for (int i = 0; i < most; i++) {
        scores[i] = logits[i][label];
        values[i] = known[i][label];
      }
      auroc.add(Auroc.of(scores, values));
    }
    double trainingLoss =
        steps.stream().skip(firstStep).mapToDouble(StepRecord::loss).average().orElseThrow();
    epochs.add(
        new EpochRecord(
            epochs.size() + 1,
            steps.size(),
            trainingLoss,
            plan.loss().value(logits, known),
            auroc,
            seconds()));
    EpochRecord last = epochs.get(epochs.size() - 1);
    if (bestEpoch == 0
        || plan.monitor().score(last) > plan.monitor().score(epochs.get(bestEpoch - 1))) {
      bestEpoch = last.epoch();
      best = weights.clone();
    }
    epochsWithoutBetter.add(epochs.size() - bestEpoch);
  }

  private History history() {
    return new History(labels, steps, epochs);
  }

  private TrainingProgress progress(int stepsPerEpoch, int total) {
    StepRecord last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    return new TrainingProgress(
        Math.min(plan.epochs(), steps.size() / stepsPerEpoch + 1),
        plan.epochs(),
        steps.size(),
        total,
        last == null ? Double.NaN : last.loss(),
        last == null ? Double.NaN : last.learningRate(),
        last == null ? 0 : steps.size() * plan.batchSize() / seconds(),
        last == null ? Double.NaN : seconds() / steps.size() * (total - steps.size()),
        history());
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
