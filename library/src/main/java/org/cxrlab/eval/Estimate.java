package org.cxrlab.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Text;

/**
 * A measured figure and how sure one can be of it.
 *
 * @param value NaN where it is not defined
 * @param interval its 95 % interval, or {@link Interval#NONE}
 */
public record Estimate(double value, Interval interval) {
  private static final int RESAMPLES = 1000;
  private static final long SEED = 1;

  /** A figure without an interval. */
  public static Estimate of(double value) {
    return new Estimate(value, Interval.NONE);
  }

  /**
   * The mean of one value per film, with a percentile interval from 1000 resamples of the patients
   * (seed 1). Films whose value is NaN are left out.
   *
   * @param values one per film
   * @param patients one ID per film
   */
  public static Estimate mean(double[] values, List<String> patients) {
    if (values.length != patients.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + patients.size() + " patients; give one for each film.");
    }
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        numbers.putIfAbsent(patients.get(i), numbers.size());
      }
    }
    double[] sums = new double[numbers.size()];
    double[] films = new double[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        sums[numbers.get(patients.get(i))] += values[i];
        films[numbers.get(patients.get(i))]++;
      }
    }
    double mean = Arrays.stream(sums).sum() / Arrays.stream(films).sum();
    return new Estimate(
        mean,
        numbers.size() < 2
            ? Interval.NONE
            : new PatientBootstrap(numbers.size(), RESAMPLES, SEED)
                .intervals(List.of(PatientBootstrap.ratio(sums, films)))
                .get(0));
  }

  /**
   * The mean of a figure that was measured several times, once with each seed, with {@link
   * Interval#ofMean}. NaN values are left out.
   */
  public static Estimate overRepetitions(double[] values) {
    double mean = Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    return new Estimate(mean, Interval.ofMean(values));
  }

  /** Such as "0.760 (0.712–0.804)", "0.760" where there is no interval, or a dash. */
  @Override
  public String toString() {
    if (Double.isNaN(value)) {
      return "–";
    }
    String text = Text.format("%.3f", value);
    return interval.isDefined() ? text + " (" + interval + ")" : text;
  }
}
