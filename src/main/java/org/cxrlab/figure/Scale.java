package org.cxrlab.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis whose ends and ticks are round numbers.
 *
 * @param low the axis begins here
 * @param high and ends here
 * @param step from tick to tick: 1, 2 or 5 times a power of ten
 */
record Scale(double low, double high, double step) {
  /** The axis over these values with about so many ticks; it includes 0. */
  static Scale from(double min, double max, int ticks) {
    double low = Math.min(0, min);
    double high = Math.max(0, max);
    if (high == low) {
      high = 1;
    }
    double rough = (high - low) / ticks;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    double step = power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    return new Scale(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
  }

  /** The values at which ticks stand. */
  List<Double> ticks() {
    var ticks = new ArrayList<Double>();
    int count = (int) Math.round((high - low) / step);
    for (int i = 0; i <= count; i++) {
      ticks.add(low + i * step);
    }
    return ticks;
  }

  /** The share of the axis that lies below the value. */
  double place(double value) {
    return (value - low) / (high - low);
  }

  /** The value with as many decimals as the steps have. */
  String label(double value) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%,." + decimals + "f", value == 0 ? 0.0 : value);
  }
}
