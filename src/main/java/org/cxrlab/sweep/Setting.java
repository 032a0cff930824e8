package org.cxrlab.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentations;
import org.cxrlab.model.Precision;
import org.cxrlab.plan.Nearest;
import org.cxrlab.plan.Resampling;
import org.cxrlab.plan.Schedule;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;

/** The settings of a plan that a sweep can turn, by the names that they bear in its JSON. */
public enum Setting {
  /** The learning rate that the schedule starts from. */
  LEARNING_RATE("learningRate", true, (p, v, f) -> p.learningRate(number(v))),
  /** The share of each weight that is added to its gradient. */
  WEIGHT_DECAY("weightDecay", true, (p, v, f) -> p.weightDecay(number(v))),
  /** How much of the gradient's mean Adam keeps. */
  BETA1("beta1", true, (p, v, f) -> p.adam(number(v), p.adam().beta2(), p.adam().epsilon())),
  /** How much of the mean of its square Adam keeps. */
  BETA2("beta2", true, (p, v, f) -> p.adam(p.adam().beta1(), number(v), p.adam().epsilon())),
  /** Films in a batch. */
  BATCH_SIZE("batchSize", false, (p, v, f) -> p.batchSize(whole(v))),
  /** Width and height of the films in pixels. */
  IMAGE_SIZE("imageSize", false, (p, v, f) -> p.imageSize(whole(v))),
  /** Epochs at most; not in a sweep by halving, which gives them out itself. */
  EPOCHS("epochs", false, (p, v, f) -> p.epochs(whole(v))),
  /** Steps over which the learning rate rises at first. */
  WARM_UP("warmUp", false, (p, v, f) -> p.schedule(p.schedule().warmUp(whole(v)))),
  /** Epochs in which the head alone learns. */
  HEAD_ONLY("headOnly", false, (p, v, f) -> p.headOnly(whole(v))),
  /** Epochs after that in which the last block and the head learn. */
  LAST_BLOCK_ONLY("lastBlockOnly", false, (p, v, f) -> p.lastBlockOnly(whole(v))),
  /** The seed: of the order of films, and of random weights. */
  SEED("seed", false, (p, v, f) -> p.seed(whole(v))),
  /** How the learning rate changes, after the plan's warm-up. */
  SCHEDULE(
      "schedule",
      (p, v, f) ->
          p.schedule(
              (v.equals("cosine") ? Schedule.cosine() : Schedule.constant())
                  .warmUp(p.schedule().warmUpSteps())),
      "constant",
      "cosine"),
  /** Whether the loss is weighted by the classes of the training films. */
  LOSS(
      "loss",
      (p, v, f) -> p.loss(v.equals("weighted") ? WeightedBce.of(f) : WeightedBce.unweighted()),
      "unweighted",
      "weighted"),
  /** How often each film is shown. */
  RESAMPLING(
      "resampling",
      (p, v, f) -> p.resampling(Resampling.valueOf(v.toUpperCase(Locale.ROOT).replace(' ', '_'))),
      "none",
      "square root",
      "balanced"),
  /** How films are changed each time that they are shown. */
  AUGMENTATION(
      "augmentation",
      (p, v, f) -> p.augment(v.equals("light") ? Augmentations.light() : Augmentations.none()),
      "none",
      "light"),
  /** In which numbers the network calculates. */
  PRECISION(
      "precision",
      (p, v, f) -> p.precision(Precision.valueOf(v.toUpperCase(Locale.ROOT))),
      "fp32",
      "bf16");

  /** Changes a plan. */
  private interface Change {
    TrainingPlan apply(TrainingPlan plan, String value, Films training);
  }

  private final String title;
  private final boolean fraction;
  private final List<String> values;
  private final Change change;

  Setting(String title, boolean fraction, Change change) {
    this.title = title;
    this.fraction = fraction;
    this.change = change;
    values = List.of();
  }

  Setting(String title, Change change, String... values) {
    this.title = title;
    this.fraction = false;
    this.change = change;
    this.values = List.of(values);
  }

  /**
   * The setting of a name.
   *
   * @throws IllegalArgumentException if there is none, naming all
   */
  public static Setting of(String title) {
    return Arrays.stream(values())
        .filter(s -> s.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "There is no setting \"%s\" to turn; %s",
                        title,
                        Nearest.hint(
                            title, Arrays.stream(values()).map(Setting::title).toList()))));
  }

  /** Its name. */
  public String title() {
    return title;
  }

  boolean isNumber() {
    return values.isEmpty();
  }

  /** The values that it may take, where it is no number. */
  List<String> names() {
    return values;
  }

  /** Whether it is a number with a fraction. */
  boolean isFraction() {
    return fraction;
  }

  /** A number as it stands in tables and plans: three digits of a fraction, or a whole number. */
  String format(double value) {
    if (!fraction) {
      return Long.toString(Math.round(value));
    }
    return text(new BigDecimal(value).round(new MathContext(3)));
  }

  /** As one writes it by hand: 0.001, 2.5e-5. */
  static String text(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    return plain.signum() == 0 || exponent >= -3
        ? plain.toPlainString()
        : plain.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /** The plan with this setting; weights of the loss are those of the training films. */
  TrainingPlan apply(TrainingPlan plan, String value, Films training) {
    return change.apply(plan, value, training);
  }

  /** Checks that a value can be. */
  void require(String value) {
    if (!isNumber() && !values.contains(value)) {
      throw new IllegalArgumentException(
          Text.format("The setting %s can't be \"%s\"; it is one of %s.", title, value, values));
    }
    if (isNumber()) {
      apply(TrainingPlan.defaults(), value, null);
    }
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + value + "\" is no number.", e);
    }
  }

  private static int whole(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + value + "\" is no whole number.", e);
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
