package org.cxrlab.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;

/**
 * Everything that is decided before a training begins. Immutable: each method that sets something
 * gives a new plan, and refuses a value that can't be.
 */
public final class TrainingPlan implements Showable {
  /** For a number of steps: as many as it takes to see every film once. */
  public static final int ALL = 0;

  private final PlanFields fields;
  private final Map<String, Object> values;

  TrainingPlan(PlanFields fields, Map<String, Object> values) {
    this.fields = fields;
    this.values = values;
  }

  /** The table of what is in it. */
  public PlanFields fields() {
    return fields;
  }

  /** What is kept under a name. */
  Object value(String name) {
    return values.get(name);
  }

  /** The same with something else under a name. */
  TrainingPlan with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(name, value);
    return new TrainingPlan(fields, changed);
  }

  /**
   * Ten epochs over all films in batches of eight at 320 x 320, with Adam at a constant 0.001, the
   * unweighted loss, no augmentation, and the epoch of the smallest validation loss kept.
   */
  public static TrainingPlan defaults() {
    return PlanFields.standard().defaults();
  }

  /**
   * A training from scratch that ends while one watches, within a few minutes on two cores: films
   * of 64 x 64, few epochs, a learning rate that falls along a cosine, light augmentation.
   */
  public static TrainingPlan small() {
    return defaults()
        .imageSize(64)
        .batchSize(16)
        .epochs(8)
        .schedule(Schedule.cosine())
        .augment(Augmentations.light())
        .seed(7);
  }

  /** How many epochs at most, at least 1. */
  public TrainingPlan epochs(int count) {
    return PlanFields.EPOCHS.set(this, count);
  }

  /** How many steps make an epoch; {@link #ALL} for every film once. */
  public TrainingPlan stepsPerEpoch(int count) {
    return PlanFields.STEPS_PER_EPOCH.set(this, count);
  }

  /** How many batches of validation films are looked at; {@link #ALL} for all of them. */
  public TrainingPlan validationSteps(int count) {
    return PlanFields.VALIDATION_STEPS.set(this, count);
  }

  /** How many films make a batch, at least 1. */
  public TrainingPlan batchSize(int films) {
    return PlanFields.BATCH_SIZE.set(this, films);
  }

  /** Width and height of the films in pixels, at least 32. */
  public TrainingPlan imageSize(int pixels) {
    return PlanFields.IMAGE_SIZE.set(this, pixels);
  }

  /** The learning rate that the schedule starts from, above 0. */
  public TrainingPlan learningRate(double rate) {
    return PlanFields.LEARNING_RATE.set(this, rate);
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
    return PlanFields.SCHEDULE.set(this, value);
  }

  /**
   * How Adam moves; see Kingma and Ba (2015).
   *
   * @param beta1 how much of the gradient's mean is kept at each step, in [0, 1); 0.9 by default
   * @param beta2 how much of the mean of its square is kept, in [0, 1); 0.999 by default
   * @param epsilon above 0; 1e-8 by default
   */
  public TrainingPlan adam(double beta1, double beta2, double epsilon) {
    return PlanFields.ADAM.set(this, new AdamSettings(beta1, beta2, epsilon, adam().weightDecay()));
  }

  /** In which numbers the network calculates. */
  public TrainingPlan precision(Precision value) {
    return PlanFields.PRECISION.set(this, value);
  }

  /** This share of each weight is added to its gradient, which draws it towards 0. */
  public TrainingPlan weightDecay(double share) {
    AdamSettings now = adam();
    return PlanFields.ADAM.set(
        this, new AdamSettings(now.beta1(), now.beta2(), now.epsilon(), share));
  }

  /** What is made small. */
  public TrainingPlan loss(WeightedBce value) {
    return PlanFields.LOSS.set(this, value);
  }

  /** How films are changed each time that they are shown. */
  public TrainingPlan augment(Augmentations value) {
    return PlanFields.AUGMENTATIONS.set(this, value);
  }

  /** How often each film is shown. */
  public TrainingPlan resampling(Resampling value) {
    return PlanFields.RESAMPLING.set(this, value);
  }

  /** The head alone learns for so many epochs at first. */
  public TrainingPlan headOnly(int epochs) {
    return PlanFields.HEAD_ONLY.set(this, epochs);
  }

  /** After that the last dense block and the head learn for so many epochs, and then everything. */
  public TrainingPlan lastBlockOnly(int epochs) {
    return PlanFields.LAST_BLOCK_ONLY.set(this, epochs);
  }

  /** Training ends after so many epochs without a better one; 0 for never. */
  public TrainingPlan earlyStopping(int epochs) {
    return PlanFields.EARLY_STOPPING.set(this, epochs);
  }

  /** By what the best epoch is chosen. */
  public TrainingPlan monitor(Monitor value) {
    return PlanFields.MONITOR.set(this, value);
  }

  /** Gives the order of the films and their changes. */
  public TrainingPlan seed(long value) {
    return PlanFields.SEED.set(this, value);
  }

  /** How many epochs at most. */
  public int epochs() {
    return PlanFields.EPOCHS.of(this);
  }

  /** How many steps make an epoch, or {@link #ALL}. */
  public int stepsPerEpoch() {
    return PlanFields.STEPS_PER_EPOCH.of(this);
  }

  /** How many batches of validation films are looked at, or {@link #ALL}. */
  public int validationSteps() {
    return PlanFields.VALIDATION_STEPS.of(this);
  }

  /** How many films make a batch. */
  public int batchSize() {
    return PlanFields.BATCH_SIZE.of(this);
  }

  /** Width and height of the films in pixels. */
  public int imageSize() {
    return PlanFields.IMAGE_SIZE.of(this);
  }

  /** The learning rate that the schedule starts from. */
  public double learningRate() {
    return PlanFields.LEARNING_RATE.of(this);
  }

  /** How the learning rate changes. */
  public Schedule schedule() {
    return PlanFields.SCHEDULE.of(this);
  }

  /** How Adam moves. */
  public AdamSettings adam() {
    return PlanFields.ADAM.of(this);
  }

  /** What is made small. */
  public WeightedBce loss() {
    return PlanFields.LOSS.of(this);
  }

  /** How films are changed each time that they are shown. */
  public Augmentations augmentations() {
    return PlanFields.AUGMENTATIONS.of(this);
  }

  /** How often each film is shown. */
  public Resampling resampling() {
    return PlanFields.RESAMPLING.of(this);
  }

  /** In which numbers the network calculates. */
  public Precision precision() {
    return PlanFields.PRECISION.of(this);
  }

  /** For how many epochs the head learns alone. */
  public int headOnly() {
    return PlanFields.HEAD_ONLY.of(this);
  }

  /** For how many epochs after that the last dense block and the head learn. */
  public int lastBlockOnly() {
    return PlanFields.LAST_BLOCK_ONLY.of(this);
  }

  /** After how many epochs without a better one training ends; 0 for never. */
  public int earlyStopping() {
    return PlanFields.EARLY_STOPPING.of(this);
  }

  /** By what the best epoch is chosen. */
  public Monitor monitor() {
    return PlanFields.MONITOR.of(this);
  }

  /** Gives the order of the films and their changes. */
  public long seed() {
    return PlanFields.SEED.of(this);
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
    return PlanFields.standard().fromJson(json);
  }

  /** What is not the same in another plan, such as "epochs: 10 there, 5 here". */
  public List<String> differences(TrainingPlan here) {
    return Json.differences(this, here);
  }

  /**
   * Each number and word of the plan under its name in JSON, those within another field with a dot:
   * "adam.beta1".
   */
  public Map<String, String> settings() {
    return Json.flat(this);
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
    var table = TableFigure.columns("Setting", "Value");
    fields.ordered("monitor earlyStopping").forEach(field -> field.show(this, table));
    return table.build();
  }
}
