package org.cxrlab.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * A learning rate that somebody changed while the training ran. The schedule multiplies it as it
 * would have multiplied the plan's.
 *
 * @param step the first with the new rate, counted from 1 through all epochs
 * @param from what the schedule multiplied before
 * @param to what it multiplies from then on
 */
public record LearningRateChange(int step, double from, double to) {
  private static final MathContext TWO_DIGITS = new MathContext(2);

  /** The new rate in two digits: 0.001, 0.00034, 1e-7. */
  String shownRate() {
    return new BigDecimal(to)
        .round(TWO_DIGITS)
        .stripTrailingZeros()
        .toString()
        .toLowerCase(Locale.ROOT);
  }
}
