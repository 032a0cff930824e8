package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.Text;

/**
 * Whether probabilities mean what they say: of the films given about 30 %, do 30 % have the
 * finding? The films are put in bins by their probability.
 *
 * @param label the finding
 * @param bins those that hold a film, by rising probability
 */
public record Calibration(String label, List<Bin> bins) implements Showable {
  /**
   * Films of similar probability.
   *
   * @param films how many, at least 1
   * @param meanProbability the mean of their probabilities
   * @param positives how many of them have the finding
   */
  public record Bin(int films, double meanProbability, int positives) {
    /** The share of them that has the finding. */
    public double observed() {
      return (double) positives / films;
    }
  }

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Bins of equal width from 0 to 1.
   *
   * @param label the finding, for headings
   * @param probabilities one per film, in [0, 1]
   * @param labels one per film: 1, 0, or NaN for unknown; unknown films are left out
   * @param bins how many, usually 10
   */
  public static Calibration of(String label, double[] probabilities, float[] labels, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("There must be at least 1 bin, not " + bins + "; try 10.");
    }
    var ranking = new Ranking(probabilities, labels);
    int[] films = new int[bins];
    int[] positives = new int[bins];
    double[] sums = new double[bins];
    int bin = 0;
    for (int rank = ranking.size() - 1; rank >= 0; rank--) {
      // A probability that equals an edge belongs to the bin below it.
      while (bin < bins - 1 && ranking.score(rank) > (bin + 1) * (1.0 / bins)) {
        bin++;
      }
      films[bin]++;
      positives[bin] += ranking.positive(rank) ? 1 : 0;
      sums[bin] += ranking.score(rank);
    }
    List<Bin> filled = new ArrayList<>();
    for (int b = 0; b < bins; b++) {
      if (films[b] > 0) {
        filled.add(new Bin(films[b], sums[b] / films[b], positives[b]));
      }
    }
    return new Calibration(label, filled);
  }

  /**
   * Expected calibration error: the distance between mean probability and observed share, averaged
   * over the films (Naeini et al. 2015). It depends on the bins; NaN without films.
   */
  public double expectedError() {
    double sum = 0;
    int films = 0;
    for (Bin bin : bins) {
      sum += bin.films() * Math.abs(bin.meanProbability() - bin.observed());
      films += bin.films();
    }
    return sum / films;
  }

  /** The curve with Wilson's 95 % interval of each bin, beside the line of perfect honesty. */
  @Override
  public Chart figure() {
    if (bins.isEmpty()) {
      return Charts.nothing(
          "Calibration of " + label, "There is no curve to draw: no film has a known label.");
    }
    double[] x = bins.stream().mapToDouble(Bin::meanProbability).toArray();
    double[] y = bins.stream().mapToDouble(Bin::observed).toArray();
    List<Interval> intervals =
        bins.stream().map(b -> Interval.wilson(b.positives(), b.films())).toList();
    String error = Text.format("%.3f", expectedError());
    return Charts.lines(
            "Calibration of " + label, "probability given", "share that has the finding")
        .xRange(0, 1)
        .yRange(0, 1)
        .dashed("as it should be", new double[] {0, 1}, new double[] {0, 1})
        .band(
            "95 % interval",
            x,
            intervals.stream().mapToDouble(Interval::low).toArray(),
            intervals.stream().mapToDouble(Interval::high).toArray())
        .line("observed, expected error " + error, x, y)
        .size(560, 480)
        .alt(
            "Calibration of "
                + label
                + " in "
                + bins.size()
                + " bins; expected calibration error "
                + error
                + ".")
        .build();
  }
}
