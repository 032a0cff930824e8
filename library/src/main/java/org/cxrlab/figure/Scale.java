package org.cxrlab.figure;

import java.awt.Graphics2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis: where values lie on it and which are marked.
 *
 * @param low the axis begins here
 * @param high and ends here
 * @param log whether equal distances are equal ratios
 * @param ticks the marked values, rising
 * @param step from tick to tick on a linear axis: 1, 2 or 5 times a power of ten
 */
record Scale(double low, double high, boolean log, List<Double> ticks, double step) {
  /** A linear axis that begins and ends at round numbers around the values. */
  static Scale around(double min, double max, int count) {
    if (min == max) {
      double room = min == 0 ? 1 : Math.abs(min) / 10;
      return around(min - room, max + room, count);
    }
    double step = step(min, max, count);
    // The small shares keep values that are a tick but for rounding from adding a step.
    return linear(Math.floor(min / step + 1e-9) * step, Math.ceil(max / step - 1e-9) * step, step);
  }

  /**
   * A linear axis from exactly {@code low} to {@code high}.
   *
   * @param whole whether only whole numbers may be marked
   */
  static Scale exactly(double low, double high, int count, boolean whole) {
    double step = step(low, high, count);
    return linear(low, high, whole ? Math.max(1, step) : step);
  }

  /** A logarithmic axis, marked at each power of ten; over few decades at 2 and 5 times it too. */
  static Scale logarithmic(double low, double high) {
    double decades = Math.log10(high / low);
    int[] times = decades < 2.5 ? new int[] {1, 2, 5} : new int[] {1};
    int each = Math.max(1, (int) Math.ceil(decades / 8));
    var ticks = new ArrayList<Double>();
    for (int d = (int) Math.floor(Math.log10(low)); d <= Math.log10(high) + 1e-9; d += each) {
      for (int t : times) {
        double tick = Double.parseDouble(t + "e" + d);
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    return new Scale(low, high, true, List.copyOf(ticks), Double.NaN);
  }

  /** The share of the axis that lies below the value. */
  double place(double value) {
    return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  }

  /** How a tick is written: all of a linear axis with equally many decimals. */
  String label(double tick) {
    if (log) {
      boolean plain = tick >= 0.001 && tick < 10_000;
      return plain
          ? new BigDecimal(Double.toString(tick)).stripTrailingZeros().toPlainString()
          : Numbers.scientific(tick, 0);
    }
    return label(tick, decimals());
  }

  private static String label(double tick, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
  }

  private int decimals() {
    return Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
  }

  /**
   * How XChart is to write a tick of its own: where it has more of them than this scale, with the
   * decimals that tell it apart; on a logarithmic axis nothing at a value that is no tick here.
   */
  String labelOfTick(double value) {
    if (log) {
      return ticks.stream()
          .filter(tick -> Math.abs(tick / value - 1) < 1e-6)
          .map(this::label)
          .findFirst()
          .orElse("");
    }
    int decimals = decimals();
    for (double units = value * Math.pow(10, decimals);
        decimals < decimals() + 2 && Math.abs(units - Math.rint(units)) > 1e-6;
        units *= 10) {
      decimals++;
    }
    return label(value, decimals);
  }

  /** How far the last label stands out beyond the end of the axis, in pixels. */
  int halfOfLastLabel(Graphics2D g) {
    var metrics = g.getFontMetrics(Fonts.regular(PlotArea.TEXT));
    return ticks.isEmpty() ? 0 : (metrics.stringWidth(label(ticks.get(ticks.size() - 1))) + 1) / 2;
  }

  private static Scale linear(double low, double high, double step) {
    var ticks = new ArrayList<Double>();
    long last = (long) Math.floor(high / step + 1e-9);
    for (long i = (long) Math.ceil(low / step - 1e-9); i <= last; i++) {
      ticks.add(i * step);
    }
    return new Scale(low, high, false, List.copyOf(ticks), step);
  }

  private static double step(double low, double high, int count) {
    double rough = (high - low) / count;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power - 1e-9; // so that rounding alone takes no larger step
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }
}
