package org.cxrlab.eval;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.cxrlab.figure.Text;

/**
 * A 95 % interval.
 *
 * @param low lower end, NaN where the interval is not defined
 * @param high upper end, NaN where the interval is not defined
 */
public record Interval(double low, double high) {
  /** The interval that is not defined. */
  public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /** The 97.5th percentile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * Wilson's score interval of a proportion (Wilson 1927). It stays inside [0, 1] and has a width
   * even where none or all succeed. It takes the cases as independent; films of one patient are
   * not, so prefer the bootstrap by patients for those.
   *
   * @param successes 0 to {@code trials}
   * @param trials 0 gives {@link #NONE}
   */
  public static Interval wilson(int successes, int trials) {
    if (successes < 0 || successes > trials) {
      throw new IllegalArgumentException(
          successes + " successes in " + trials + " trials; there must be 0 to " + trials + ".");
    }
    if (trials == 0) {
      return NONE;
    }
    double n = trials;
    double p = successes / n;
    double middle = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double whole = 1 + Z * Z / n;
    return new Interval(
        successes == 0 ? 0 : (middle - half) / whole,
        successes == trials ? 1 : (middle + half) / whole);
  }

  /**
   * Student's interval of a mean (Student 1908): the mean and to both sides the 97.5th percentile
   * of the t distribution with n - 1 degrees of freedom times the standard error. It takes the
   * values as independent and about normal, such as a figure of trainings that differ in their
   * seeds; it may reach beyond a figure's own range. NaN values are left out; fewer than two leave
   * {@link #NONE}.
   */
  public static Interval ofMean(double[] values) {
    double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
    if (known.length < 2) {
      return NONE;
    }
    double mean = StatUtils.mean(known);
    double error = Math.sqrt(StatUtils.variance(known) / known.length);
    double half = new TDistribution(known.length - 1).inverseCumulativeProbability(0.975) * error;
    return new Interval(mean - half, mean + half);
  }

  /**
   * From the 2.5th to the 97.5th percentile of values such as those of a bootstrap, with straight
   * lines between the ordered values. NaN values are left out.
   */
  public static Interval percentiles(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return sorted.length == 0
        ? NONE
        : new Interval(quantile(sorted, 0.025), quantile(sorted, 0.975));
  }

  /** The value below which a share of rising values lies, on straight lines between them. */
  static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Whether it has no width, as that of a bootstrap where nothing differs between the films: of
   * four findings that were all found, each resample finds all. That says nothing of how sure the
   * figure is: with n cases and no error, an error in about 3/n of all others is still plausible
   * (Hanley and Lippman-Hand 1983).
   */
  public boolean isCollapsed() {
    return isDefined() && low == high;
  }

  /** Whether there is an interval. */
  public boolean isDefined() {
    return !Double.isNaN(low);
  }

  /** Such as "0.712–0.804", with a bound below 0 "-0.274 to -0.068", or a dash. */
  @Override
  public String toString() {
    if (!isDefined()) {
      return "–";
    }
    return low < 0 ? Text.format("%.3f to %.3f", low, high) : Text.format("%.3f–%.3f", low, high);
  }
}
