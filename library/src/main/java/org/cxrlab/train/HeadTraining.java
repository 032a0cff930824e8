package org.cxrlab.train;

import java.util.Arrays;
import java.util.List;
import org.cxrlab.batch.BatchOrder;
import org.cxrlab.batch.IndexSampler;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.LinearHead;
import org.cxrlab.plan.AdamSettings;
import org.cxrlab.plan.TrainingPlan;

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
  private final List<LeftOutFilm> leftOut;
  private final float[][] truth;
  private final float[][] validationTruth;
  private final int inputs;
  private final float[] weights;
  private final float[] mean;
  private final float[] square;

  /** Of the training under way. */
  private BatchOrder order;

  private TrainingLoop loop;
  private float[] best;

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
      LinearHead head,
      FilmFeatures training,
      FilmFeatures validation,
      List<LeftOutFilm> leftOut,
      TrainingPlan plan) {
    this.leftOut = leftOut;
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
    weights = Arrays.copyOf(head.weight(), labels.size() * (inputs + 1));
    System.arraycopy(head.bias(), 0, weights, labels.size() * inputs, labels.size());
    mean = new float[weights.length];
    square = new float[weights.length];
  }

  /**
   * Checks that a head can be trained on features by a plan.
   *
   * @throws IllegalArgumentException if the plan changes films, or its loss is for other labels
   */
  public static void require(SplitFeatures features, TrainingPlan plan) {
    requireUnchangedFilms(plan);
    plan.loss().requireLabels(features.train().films().labels());
  }

  private static void requireUnchangedFilms(TrainingPlan plan) {
    if (!plan.augmentations().isNone()) {
      throw new IllegalArgumentException(
          "Features are made of the films as they are, so the plan can't change films: give it"
              + " augment(Augmentations.none()).");
    }
  }

  private float[][] truth(Films films, String part) {
    if (films.size() == 0 || !films.labels().equals(labels)) {
      throw new IllegalArgumentException(
          Text.format(
              "The %s part has %d films with the labels %s, but the head has the labels %s.",
              part, films.size(), films.labels().names(), labels.names()));
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
  public static Result run(SplitFeatures features, TrainingPlan plan) {
    return run(features, plan, plan.epochs());
  }

  /** The same, but ended after so many epochs of the plan, whose schedule stays. */
  public static Result run(SplitFeatures features, TrainingPlan plan, int epochs) {
    LinearHead fresh =
        LinearHead.random(features.train().films().labels(), features.train().width(), plan.seed());
    return new HeadTraining(
            fresh, features.train(), features.validation(), features.leftOut(), plan)
        .result(epochs, List.of());
  }

  /**
   * Trains a head by a plan. Of the plan take part: epochs, steps, batch size, learning rate,
   * schedule, Adam, weight decay, loss, resampling, early stopping, monitor and seed. Ends after
   * the step at hand when {@link StopSignal} asks for it.
   *
   * @param start is not changed
   * @throws IllegalArgumentException if head, features and plan don't go together, or the plan
   *     changes films
   * @throws TrainingFailure if the loss is no longer a number, with the step and the likely reason
   */
  public static Result run(
      LinearHead start,
      FilmFeatures training,
      FilmFeatures validation,
      TrainingPlan plan,
      TrainingListener... listeners) {
    return new HeadTraining(start, training, validation, List.of(), plan)
        .result(plan.epochs(), List.of(listeners));
  }

  private Result result(int wanted, List<TrainingListener> listeners) {
    String name =
        Text.format(
            "head on features, %d %s", labels.size(), labels.size() == 1 ? "label" : "labels");
    TrainingControl control = new TrainingControl();
    if (wanted < plan.epochs()) {
      control.endAfter(wanted);
    }
    TrainingRun run = RunningTraining.during(name, plan, control, now -> train(now, listeners));
    return new Result(head(), run);
  }

  private TrainingRun train(RunningTraining now, List<TrainingListener> listeners) {
    IndexSampler sampler = plan.resampling().sampler(training.films(), plan.seed());
    boolean dropLast = training.films().size() >= plan.batchSize();
    order = BatchOrder.endless(sampler, plan.batchSize(), dropLast);
    loop = new TrainingLoop(new Learner(), plan, order.batches(), now, listeners);
    try (StopSignal.Armed armed = StopSignal.arm()) {
      loop.tell(TrainingListener::onStart);
      return loop.run(loop.run());
    } finally {
      loop.tell(TrainingListener::onEnd);
    }
  }

  /** Of the best epoch so far. */
  private LinearHead head() {
    float[] kept = best == null ? weights : best;
    int bias = labels.size() * inputs;
    return new LinearHead(
        labels, Arrays.copyOf(kept, bias), Arrays.copyOfRange(kept, bias, kept.length));
  }

  /** The arithmetic of the loop. */
  private final class Learner implements TrainingLoop.Learner {
    @Override
    public Labels labels() {
      return labels;
    }

    @Override
    public List<LeftOutFilm> leftOut() {
      return leftOut;
    }

    @Override
    public double step(double rate) {
      int[] films = order.next().stream().mapToInt(BatchOrder.Place::film).toArray();
      double[][] logits = new double[films.length][];
      float[][] known = new float[films.length][];
      for (int i = 0; i < films.length; i++) {
        logits[i] = logits(training.rows().get(films[i]));
        known[i] = truth[films[i]];
      }
      double loss = plan.loss().value(logits, known);
      if (!Double.isFinite(loss)) {
        throw failure(loss, rate);
      }
      update(gradient(films, plan.loss().gradient(logits, known)), rate);
      return loss;
    }

    @Override
    public ValidationScores validate() {
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
      return ValidationScores.of(plan.loss(), labels.size(), logits, known);
    }

    @Override
    public void keepAsBest() {
      best = weights.clone();
    }
  }

  /** The step under way, counted from 1. */
  private int step() {
    return loop.steps().size() + 1;
  }

  private TrainingFailure failure(double loss, double rate) {
    int step = step();
    return new TrainingFailure(
        Text.format(
            "The loss became %s at step %d. The learning rate of %s is probably too high; try a tenth of it.",
            loss, step, rate),
        step,
        Text.format("the learning rate of %s is probably too high, so try a tenth of it", rate),
        null,
        loop.run(TrainingRun.Ending.FAILED));
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
    AdamSettings adam = plan.adam();
    int step = step();
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
}
