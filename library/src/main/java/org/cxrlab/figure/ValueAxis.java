package org.cxrlab.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Values of one kind, one for each case, and how they lie on an axis: numbers, numbers by their
 * logarithm, or names. NaN is a value that is not known.
 */
public final class ValueAxis {
  private final String title;
  private final double[] values;
  private final List<String> names;
  private final boolean log;

  private ValueAxis(String title, double[] values, List<String> names, boolean log) {
    this.title = title;
    this.values = values;
    this.names = names;
    this.log = log;
  }

  /** Numbers. */
  public static ValueAxis numbers(String title, double[] values) {
    requireNumber(title, values);
    return new ValueAxis(title, values.clone(), List.of(), false);
  }

  /** Numbers above 0, of which equal ratios are equal distances. */
  public static ValueAxis log(String title, double[] values) {
    requireNumber(title, values);
    if (Arrays.stream(values).anyMatch(v -> v <= 0)) {
      throw new IllegalArgumentException(
          "The axis \"" + title + "\" is logarithmic, so its values must be above 0.");
    }
    return new ValueAxis(title, values.clone(), List.of(), true);
  }

  /**
   * Names.
   *
   * @param order all names that there may be, in the order in which they lie on the axis
   */
  public static ValueAxis names(String title, List<String> values, List<String> order) {
    List<String> different = new ArrayList<>(new LinkedHashSet<>(order));
    if (values.isEmpty() || !different.containsAll(values)) {
      throw new IllegalArgumentException(
          "The axis \"" + title + "\" has the names " + order + ", but the values " + values + ".");
    }
    double[] places = values.stream().mapToDouble(different::indexOf).toArray();
    return new ValueAxis(title, places, different, false);
  }

  private static void requireNumber(String title, double[] values) {
    if (Arrays.stream(values).noneMatch(Double::isFinite)) {
      throw new IllegalArgumentException("The axis \"" + title + "\" has no number on it.");
    }
  }

  String title() {
    return title;
  }

  int size() {
    return values.length;
  }

  double value(int i) {
    return values[i];
  }

  /** Whether the values are names. */
  boolean isNamed() {
    return !names.isEmpty();
  }

  /** The axis with about so many ticks; names have one each, with half of room at both ends. */
  Scale scale(int count) {
    if (isNamed()) {
      List<Double> ticks = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        ticks.add((double) i);
      }
      return new Scale(-0.5, names.size() - 0.5, false, ticks, 1);
    }
    var range = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    double low = range.getMin();
    double high = range.getMax();
    if (log) {
      return low < high
          ? Scale.logarithmic(low / 1.15, high * 1.15)
          : Scale.logarithmic(low / 2, low * 2);
    }
    return Scale.around(low, high, count);
  }

  /** How a tick is written. */
  String label(Scale scale, double tick) {
    return isNamed() ? names.get((int) tick) : scale.label(tick);
  }
}
