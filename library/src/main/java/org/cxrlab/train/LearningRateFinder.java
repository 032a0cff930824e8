package org.cxrlab.train;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Trainable;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;

/**
 * Tries learning rates out, from far too small to far too large, within some dozens of steps: the
 * range test of Smith (Cyclical learning rates, WACV 2017), with the rate rising by the same factor
 * at each step as in fastai. The model learns on the way and is put back afterwards. Immutable;
 * each setting gives a new finder.
 *
 * @param steps how many steps at most, at least 10
 * @param lowest the rate of the first step, above 0
 * @param highest the rate of the last step, above the lowest
 */
public record LearningRateFinder(int steps, double lowest, double highest) {
  private static final int FEWEST_STEPS = 10;

  /** The test ends when the smoothed loss is so many times the smallest. */
  private static final double HOPELESS = 4;

  /** Checks the ranges. */
  public LearningRateFinder {
    if (steps < FEWEST_STEPS) {
      throw new IllegalArgumentException(
          Text.format(
              "The learning rate is tried out in at least %d steps, not %d.", FEWEST_STEPS, steps));
    }
    if (!(lowest > 0 && highest > lowest && Double.isFinite(highest))) {
      throw new IllegalArgumentException(
          Text.format(
              "The learning rates must rise from one above 0 to a higher one, not from %s to %s.",
              lowest, highest));
    }
  }

  /** 100 steps from 1e-6 to 1. */
  public static LearningRateFinder defaults() {
    return new LearningRateFinder(100, 1e-6, 1);
  }

  /** The same in another number of steps. */
  public LearningRateFinder steps(int count) {
    return new LearningRateFinder(count, lowest, highest);
  }

  /** The same over other rates. */
  public LearningRateFinder between(double from, double to) {
    return new LearningRateFinder(steps, from, to);
  }

  /**
   * Tries 100 rates from 1e-6 to 1.
   *
   * @see #on
   */
  public static LearningRateCurve run(ChestModel model, Split split, TrainingPlan plan) {
    return defaults().on(model, split, plan);
  }

  /**
   * Tries the rates on the training films. Everything but the rate is as the plan says: loss, batch
   * size, image size, precision, augmentation, resampling, Adam, seed, and which part learns at
   * first. Ends early once the smoothed loss is four times its smallest value or no number, or when
   * somebody asks for it.
   *
   * @return the losses by rate; the model is as it was before
   * @throws IllegalArgumentException if model, films and plan don't go together, or the very first
   *     loss is no number
   * @throws CxrlabException if the model is being trained
   */
  public LearningRateCurve on(ChestModel model, Split split, TrainingPlan plan) {
    var network = new PlannedNetwork(model, plan);
    network.requireFilms(split.train(), "training");
    RunningTraining.requireIdle(model);
    WeightCopy before = model.copyWeights();
    Trainable trainable = model.trainable();
    int size = model.preprocessing().imageSize();
    Precision precision = model.precision();
    // Says now, and not at the end, if there is no way back to that.
    model.setPrecision(precision);
    try {
      network.prepare();
      network.beginEpoch(0);
      return tried(network, split.train());
    } finally {
      model.restore(before);
      model.setImageSize(size).setPrecision(precision).setTrainable(trainable);
    }
  }

  private LearningRateCurve tried(PlannedNetwork network, Films films) {
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    Smoothed smoothed = new Smoothed();
    double smallest = Double.POSITIVE_INFINITY;
    try (StopSignal.Armed armed = StopSignal.arm();
        NDManager manager = NativeMemory.newManager();
        Batches batches = network.loader(films).endless(manager, 0, steps);
        Adam adam = new Adam(network.plan().adam(), manager)) {
      for (int step = 0; step < steps && !StopSignal.isRequested(); step++) {
        double rate = lowest * Math.pow(highest / lowest, step / (steps - 1.0));
        adam.learningRate(rate);
        double loss;
        try (Batch batch = batches.next()) {
          loss = network.step(batch, adam);
        }
        if (!Double.isFinite(loss)) {
          break;
        }
        rates.add(rate);
        losses.add(loss);
        double mean = smoothed.next(loss);
        smallest = Math.min(smallest, mean);
        if (mean > HOPELESS * smallest) {
          break;
        }
      }
    }
    if (rates.isEmpty()) {
      throw new IllegalArgumentException(
          "No learning rate could be tried: the loss of the first batch is no number, or somebody asked to stop.");
    }
    return new LearningRateCurve(rates, losses);
  }

  /** A running mean in which each earlier value counts 0.95 times the next, freed of its start. */
  static final class Smoothed {
    private static final double KEPT = 0.95;

    private double sum;
    private double weight;

    double next(double value) {
      sum = KEPT * sum + (1 - KEPT) * value;
      weight = KEPT * weight + (1 - KEPT);
      return sum / weight;
    }
  }
}
