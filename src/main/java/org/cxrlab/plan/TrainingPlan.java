package org.cxrlab.plan;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Preprocessing;

/**
 * Everything that is decided before a training begins. Immutable: each method that sets something
 * gives a new plan, and refuses a value that can't be.
 */
public final class TrainingPlan implements Cloneable, Showable {
  /** For a number of steps: as many as it takes to see every film once. */
  public static final int ALL = 0;

  private int epochs = 10;
  private int stepsPerEpoch = ALL;
  private int validationSteps = ALL;
  private int batchSize = 8;
  private int imageSize = 320;
  private double learningRate = 1e-3;
  private Schedule schedule = Schedule.constant();
  private AdamSettings adam = AdamSettings.STANDARD;
  private WeightedBce loss = WeightedBce.unweighted();
  private Augmentations augmentations = Augmentations.none();
  private Resampling resampling = Resampling.NONE;
  private Precision precision = Precision.FP32;
  private int headOnly;
  private int lastBlockOnly;
  private int earlyStopping;
  private Monitor monitor = Monitor.VALIDATION_LOSS;
  private long seed;

  private TrainingPlan() {}

  /**
   * Ten epochs over all films in batches of eight at 320 x 320, with Adam at a constant 0.001, the
   * unweighted loss, no augmentation, and the epoch of the smallest validation loss kept.
   */
  public static TrainingPlan defaults() {
    return new TrainingPlan();
  }

  /**
   * A training from scratch that ends while one watches, within some minutes on two cores: small
   * films, few epochs, a learning rate that falls along a cosine, light augmentation.
   */
  public static TrainingPlan small() {
    return defaults()
        .imageSize(128)
        .batchSize(16)
        .epochs(8)
        .schedule(Schedule.cosine())
        .augment(Augmentations.light())
        .seed(7);
  }

  private TrainingPlan with(Consumer<TrainingPlan> change) {
    try {
      TrainingPlan plan = (TrainingPlan) clone();
      change.accept(plan);
      return plan;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** How many epochs at most, at least 1. */
  public TrainingPlan epochs(int count) {
    requireAtLeast(1, "number of epochs", count);
    return with(plan -> plan.epochs = count);
  }

  /** How many steps make an epoch; {@link #ALL} for every film once. */
  public TrainingPlan stepsPerEpoch(int count) {
    requireAtLeast(0, "number of steps per epoch", count);
    return with(plan -> plan.stepsPerEpoch = count);
  }

  /** How many batches of validation films are looked at; {@link #ALL} for all of them. */
  public TrainingPlan validationSteps(int count) {
    requireAtLeast(0, "number of validation steps", count);
    return with(plan -> plan.validationSteps = count);
  }

  /** How many films make a batch, at least 1. */
  public TrainingPlan batchSize(int films) {
    requireAtLeast(1, "batch size", films);
    return with(plan -> plan.batchSize = films);
  }

  /** Width and height of the films in pixels, at least 32. */
  public TrainingPlan imageSize(int pixels) {
    int checked = new Preprocessing(pixels, 1).imageSize();
    return with(plan -> plan.imageSize = checked);
  }

  /** The learning rate that the schedule starts from, above 0. */
  public TrainingPlan learningRate(double rate) {
    double checked = requireLearningRate(rate);
    return with(plan -> plan.learningRate = checked);
  }

  /**
   * Checks a learning rate.
   *
   * @return the same
   * @throws IllegalArgumentException if it is not a number above 0
   */
  public static double requireLearningRate(double rate) {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException(
          "The learning rate must be a number above 0, such as 0.001, not " + rate + ".");
    }
    return rate;
  }

  /** How the learning rate changes. */
  public TrainingPlan schedule(Schedule value) {
    return with(plan -> plan.schedule = Objects.requireNonNull(value));
  }

  /**
   * How Adam moves; see Kingma and Ba (2015).
   *
   * @param beta1 how much of the gradient's mean is kept at each step, in [0, 1); 0.9 by default
   * @param beta2 how much of the mean of its square is kept, in [0, 1); 0.999 by default
   * @param epsilon above 0; 1e-8 by default
   */
  public TrainingPlan adam(double beta1, double beta2, double epsilon) {
    AdamSettings settings = new AdamSettings(beta1, beta2, epsilon, adam.weightDecay());
    return with(plan -> plan.adam = settings);
  }

  /** In which numbers the network calculates. */
  public TrainingPlan precision(Precision value) {
    return with(plan -> plan.precision = Objects.requireNonNull(value));
  }

  /** This share of each weight is added to its gradient, which draws it towards 0. */
  public TrainingPlan weightDecay(double share) {
    AdamSettings settings = new AdamSettings(adam.beta1(), adam.beta2(), adam.epsilon(), share);
    return with(plan -> plan.adam = settings);
  }

  /** What is made small. */
  public TrainingPlan loss(WeightedBce value) {
    return with(plan -> plan.loss = Objects.requireNonNull(value));
  }

  /** How films are changed each time that they are shown. */
  public TrainingPlan augment(Augmentations value) {
    return with(plan -> plan.augmentations = Objects.requireNonNull(value));
  }

  /** How often each film is shown. */
  public TrainingPlan resampling(Resampling value) {
    return with(plan -> plan.resampling = Objects.requireNonNull(value));
  }

  /** The head alone learns for so many epochs at first. */
  public TrainingPlan headOnly(int epochs) {
    requireAtLeast(0, "number of epochs for the head", epochs);
    return with(plan -> plan.headOnly = epochs);
  }

  /** After that the last dense block and the head learn for so many epochs, and then everything. */
  public TrainingPlan lastBlockOnly(int epochs) {
    requireAtLeast(0, "number of epochs for the last block", epochs);
    return with(plan -> plan.lastBlockOnly = epochs);
  }

  /** Training ends after so many epochs without a better one; 0 for never. */
  public TrainingPlan earlyStopping(int epochs) {
    requireAtLeast(0, "patience of early stopping", epochs);
    return with(plan -> plan.earlyStopping = epochs);
  }

  /** By what the best epoch is chosen. */
  public TrainingPlan monitor(Monitor value) {
    return with(plan -> plan.monitor = Objects.requireNonNull(value));
  }

  /** Gives the order of the films and their changes. */
  public TrainingPlan seed(long value) {
    return with(plan -> plan.seed = value);
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The " + name + " must be at least " + least + ", not " + value + ".");
    }
  }

  /** How many epochs at most. */
  public int epochs() {
    return epochs;
  }

  /** How many steps make an epoch, or {@link #ALL}. */
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** How many batches of validation films are looked at, or {@link #ALL}. */
  public int validationSteps() {
    return validationSteps;
  }

  /** How many films make a batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Width and height of the films in pixels. */
  public int imageSize() {
    return imageSize;
  }

  /** The learning rate that the schedule starts from. */
  public double learningRate() {
    return learningRate;
  }

  /** How the learning rate changes. */
  public Schedule schedule() {
    return schedule;
  }

  /** How Adam moves. */
  public AdamSettings adam() {
    return adam;
  }

  /** What is made small. */
  public WeightedBce loss() {
    return loss;
  }

  /** How films are changed each time that they are shown. */
  public Augmentations augmentations() {
    return augmentations;
  }

  /** How often each film is shown. */
  public Resampling resampling() {
    return resampling;
  }

  /** In which numbers the network calculates. */
  public Precision precision() {
    return precision;
  }

  /** For how many epochs the head learns alone. */
  public int headOnly() {
    return headOnly;
  }

  /** For how many epochs after that the last dense block and the head learn. */
  public int lastBlockOnly() {
    return lastBlockOnly;
  }

  /** After how many epochs without a better one training ends; 0 for never. */
  public int earlyStopping() {
    return earlyStopping;
  }

  /** By what the best epoch is chosen. */
  public Monitor monitor() {
    return monitor;
  }

  /** Gives the order of the films and their changes. */
  public long seed() {
    return seed;
  }

  /** The plan as JSON. */
  public String toJson() {
    return Json.write(this);
  }

  /**
   * A plan from JSON; what is not in it is as in {@link #defaults()}.
   *
   * @throws IllegalArgumentException if it is no plan, or holds a value that can't be
   */
  public static TrainingPlan fromJson(String json) {
    TrainingPlan read = Json.read(json, TrainingPlan.class, "plan");
    return defaults()
        .epochs(read.epochs)
        .stepsPerEpoch(read.stepsPerEpoch)
        .validationSteps(read.validationSteps)
        .batchSize(read.batchSize)
        .imageSize(read.imageSize)
        .learningRate(read.learningRate)
        .schedule(read.schedule)
        .adam(read.adam.beta1(), read.adam.beta2(), read.adam.epsilon())
        .weightDecay(read.adam.weightDecay())
        .loss(read.loss)
        .augment(read.augmentations)
        .resampling(read.resampling)
        .precision(read.precision)
        .headOnly(read.headOnly)
        .lastBlockOnly(read.lastBlockOnly)
        .earlyStopping(read.earlyStopping)
        .monitor(read.monitor)
        .seed(read.seed);
  }

  /** What is not the same in another plan, such as "epochs: 10 there, 5 here". */
  public List<String> differences(TrainingPlan here) {
    return Json.differences(this, here);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingPlan plan && plan.toJson().equals(toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }

  /** What the plan says, line by line. */
  @Override
  public TableFigure figure() {
    return TableFigure.columns("Setting", "Value")
        .row("Epochs", Integer.toString(epochs))
        .row("Steps per epoch", steps(stepsPerEpoch, "every film once"))
        .row("Validation steps", steps(validationSteps, "every film"))
        .row("Batch size", Integer.toString(batchSize))
        .row("Image size", imageSize + " x " + imageSize)
        .row("Learning rate", Double.toString(learningRate))
        .row("Schedule", schedule)
        .row("Adam", Text.format("betas %s and %s", adam.beta1(), adam.beta2()))
        .row("Weight decay", Double.toString(adam.weightDecay()))
        .row("Loss", loss)
        .row("Augmentation", augmentations)
        .row("Resampling", resampling.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .row("Precision", precision)
        .row("Head only", Text.count(headOnly, "epoch"))
        .row("Last block only", Text.count(lastBlockOnly, "epoch"))
        .row("Best epoch by", monitor)
        .row(
            "Early stopping",
            earlyStopping == 0
                ? "never"
                : "after " + Text.count(earlyStopping, "epoch") + " without a better one")
        .row("Seed", Long.toString(seed))
        .build();
  }

  private static String steps(int count, String all) {
    return count == ALL ? all : Integer.toString(count);
  }
}
