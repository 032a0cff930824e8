package org.cxrlab.train;

import java.util.Arrays;
import org.cxrlab.figure.TableFigure;

/** The loss laid open in tables, to look at and to check by hand. */
public final class Losses {
  private static final double EPSILON = 1e-7;

  private Losses() {}

  /**
   * What models pay that give the same probability to everything.
   *
   * @param weights of the classes
   * @param truth film by film, label by label: 1, 0, or NaN for unknown
   * @param probabilities one for each model, in (0, 1)
   */
  public static TableFigure compare(
      ClassWeights weights, float[][] truth, double... probabilities) {
    var table =
        TableFigure.columns(
            "Answer to everything", "Unweighted loss", "Weighted loss", "Formula with epsilon");
    for (double p : probabilities) {
      double[][] same = new double[truth.length][weights.labels().size()];
      double[][] logits = new double[truth.length][weights.labels().size()];
      Arrays.stream(same).forEach(row -> Arrays.fill(row, p));
      Arrays.stream(logits).forEach(row -> Arrays.fill(row, Math.log(p / (1 - p))));
      WeightedBce weighted = WeightedBce.with(weights);
      table.row(
          p,
          "%.5f".formatted(WeightedBce.unweighted().value(logits, truth)),
          "%.5f".formatted(weighted.value(logits, truth)),
          "%.5f".formatted(weighted.valueOfProbabilities(same, truth, EPSILON)));
    }
    return table.build();
  }

  /** What a positive film costs, by its logit: exactly, and by the formula with epsilon 1e-7. */
  public static TableFigure fromLogit(double... logits) {
    var table =
        TableFigure.columns(
                "Logit", "Probability", "Loss from the logit", "Slope", "With epsilon", "Its slope")
            .caption("The cost of a film that has the finding");
    for (double z : logits) {
      double p = 1 / (1 + Math.exp(-z));
      table.row(
          z,
          "%.3g".formatted(p),
          "%.5f".formatted(WeightedBce.softplus(-z)),
          "%.3g".formatted(p - 1),
          "%.5f".formatted(-Math.log(p + EPSILON)),
          "%.3g".formatted(-p * (1 - p) / (p + EPSILON)));
    }
    return table.build();
  }
}
