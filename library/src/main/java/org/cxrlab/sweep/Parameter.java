package org.cxrlab.sweep;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cxrlab.figure.Text;
import org.cxrlab.plan.PlanField;
import org.cxrlab.plan.TrainingPlan;

/**
 * A setting of a plan that a sweep turns, and the values that it may take: a range of numbers, or
 * some values by name.
 *
 * @param setting which one
 * @param low the smallest of a range
 * @param high the largest of a range
 * @param log whether equal ratios of a range are equally likely, and not equal differences
 * @param choices the values, where it is no range
 */
public record Parameter(
    PlanField<?> setting, double low, double high, boolean log, List<String> choices) {
  private static final int MOST_CHOICES = 10_000;

  /** Checks the values; copies the list. */
  public Parameter {
    choices = List.copyOf(choices);
    if (choices.size() > MOST_CHOICES) {
      throw new IllegalArgumentException(
          Text.format(
              "The setting %s has %,d values; it may have %,d.",
              setting, choices.size(), MOST_CHOICES));
    }
    Set<String> seen = new HashSet<>();
    for (String value : choices) {
      if (!seen.add(value)) {
        throw new IllegalArgumentException(
            Text.format("The setting %s has the value %s twice.", setting, value));
      }
    }
    if (choices.isEmpty() && !(low < high && Double.isFinite(low) && Double.isFinite(high))) {
      throw new IllegalArgumentException(
          Text.format("The range of %s must rise, not go from %s to %s.", setting, low, high));
    }
    if (log && choices.isEmpty() && !(low > 0)) {
      throw new IllegalArgumentException(
          Text.format(
              "A logarithmic range begins above 0; that of %s begins at %s.", setting, low));
    }
    if (choices.isEmpty() && !setting.isNumber()) {
      throw new IllegalArgumentException(
          Text.format(
              "The setting %s is no number; name its values: %s.", setting, setting.words()));
    }
    choices.forEach(value -> require(setting, value));
    if (choices.isEmpty()) {
      require(setting, setting.format(low));
      require(setting, setting.format(high));
    }
  }

  private static void require(PlanField<?> setting, String value) {
    setting.turn(TrainingPlan.defaults(), value, null);
  }

  /** The setting's name. */
  public String name() {
    return setting.name();
  }

  boolean isRange() {
    return choices.isEmpty();
  }

  /** A value by chance. */
  String draw(SplittableRandom random) {
    if (!isRange()) {
      return choices.get(random.nextInt(choices.size()));
    }
    double share = random.nextDouble();
    // Each whole number is as likely as any other, both ends too.
    return setting.isFraction() || log
        ? at(share)
        : setting.format(Math.floor(low + share * (Math.floor(high) - low + 1)));
  }

  /** The value that lies at a share of the range. */
  private String at(double share) {
    double value = log ? low * Math.pow(high / low, share) : low + (high - low) * share;
    return setting.format(value);
  }

  /** All values, or so many of a range, at equal distances with both ends. */
  List<String> grid(int points) {
    if (!isRange()) {
      return choices;
    }
    Set<String> values = new LinkedHashSet<>();
    for (int i = 0; i < points; i++) {
      values.add(at(points == 1 ? 0.5 : i / (points - 1.0)));
    }
    return List.copyOf(values);
  }
}
