package org.cxrlab.train;

import static java.lang.Double.NaN;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.LineChart;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Panel;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * The loss by learning rate, as {@link LearningRateFinder} saw it.
 *
 * @param rates rising by the same factor from step to step
 * @param losses of each step's batch, before its update
 */
public record LearningRateCurve(List<Double> rates, List<Double> losses) implements Showable {
  /** At the start the mean is made of few steps, at the end the loss leaps: not looked at. */
  private static final int SKIPPED_FIRST = 5;

  private static final int SKIPPED_LAST = 1;

  /** Steps on either side over which a slope is measured. */
  private static final int REACH = 3;

  /** Copies the lists. */
  public LearningRateCurve {
    rates = List.copyOf(rates);
    losses = List.copyOf(losses);
    if (rates.isEmpty() || rates.size() != losses.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "A curve needs one loss for each of its rates, not %d for %d.",
              losses.size(), rates.size()));
    }
  }

  /** The running mean of the losses, in which each earlier one counts 0.95 times the next. */
  public double[] smoothed() {
    var mean = new LearningRateFinder.Smoothed();
    return losses.stream().mapToDouble(mean::next).toArray();
  }

  /**
   * The rate at which the smoothed loss falls steepest against the logarithm of the rate, before
   * its smallest value: there the network learns fastest and is still far from losing its footing.
   * This is the rule of fastai's {@code steep} and of PyTorch Lightning's {@code suggestion()}.
   * Slopes are those of a straight line through three steps on either side.
   *
   * @return NaN where the loss does not fall anywhere, or the curve is too short to tell
   */
  public double suggestion() {
    int at = steepest();
    return at < 0 ? Double.NaN : rates.get(at);
  }

  /**
   * A tenth of the rate at which the smoothed loss is smallest: the older and more careful rule,
   * also of fastai.
   */
  public double tenthOfLowest() {
    return rates.get(lowest(smoothed())) / 10;
  }

  private int steepest() {
    double[] loss = smoothed();
    int end = Math.min(lowest(loss), loss.length - SKIPPED_LAST);
    int best = -1;
    double slope = 0;
    for (int i = SKIPPED_FIRST; i < end; i++) {
      double here = slope(loss, Math.max(0, i - REACH), Math.min(loss.length - 1, i + REACH));
      if (here < slope) {
        slope = here;
        best = i;
      }
    }
    return best;
  }

  /** The slope of the least-squares line; the rates are evenly spaced in their logarithm. */
  private static double slope(double[] y, int from, int to) {
    double middle = (from + to) / 2.0;
    double products = 0;
    double squares = 0;
    for (int i = from; i <= to; i++) {
      products += (i - middle) * y[i];
      squares += (i - middle) * (i - middle);
    }
    return products / squares;
  }

  private static int lowest(double[] loss) {
    int best = 0;
    for (int i = 1; i < loss.length; i++) {
      if (loss[i] < loss[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The losses and their running mean against the rate, with the suggestion marked. */
  public Chart chart() {
    double[] x = rates.stream().mapToDouble(Double::doubleValue).toArray();
    double[] smooth = smoothed();
    double least = Arrays.stream(smooth).min().orElseThrow();
    double first = smooth[0];
    double top = 1.3 * first;
    LineChart chart =
        Charts.lines("Loss by learning rate", "learning rate", "loss")
            .logX()
            // What leaps off at the end would flatten all the rest, and its dots lie outside.
            .points("each step", x, losses.stream().mapToDouble(l -> l > top ? NaN : l).toArray())
            .line("running mean", x, smooth)
            .yRange(least - 0.25 * Math.abs(first - least) - 0.02 * first, top)
            .alt("The loss falls as the learning rate rises, and leaps when it is too high.");
    double suggestion = suggestion();
    if (!Double.isNaN(suggestion)) {
      chart = chart.event("falls steepest", suggestion);
    }
    return chart.build();
  }

  /** Rate, loss and running mean of each step, to calculate with. */
  public Table table() {
    return Table.create(
        "learning rates",
        DoubleColumn.create("learning rate", rates.stream().mapToDouble(r -> r).toArray()),
        DoubleColumn.create("loss", losses.stream().mapToDouble(l -> l).toArray()),
        DoubleColumn.create("running mean", smoothed()));
  }

  /** In a sentence, what the curve says. */
  public String summary() {
    double suggestion = suggestion();
    return Double.isNaN(suggestion)
        ? Text.format(
            "The loss did not fall at any of %d rates: take more steps or other rates.",
            rates.size())
        : Text.format(
            "The loss falls steepest at a learning rate of %s; a tenth of the rate of its smallest value is %s.",
            rounded(suggestion), rounded(tenthOfLowest()));
  }

  private static String rounded(double rate) {
    return rate < 0.0005
        ? Numbers.show(rate)
        : new BigDecimal(rate).round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  @Override
  public Figure figure() {
    return Panel.of(new Note(summary()), chart());
  }
}
