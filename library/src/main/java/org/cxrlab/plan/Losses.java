package org.cxrlab.plan;

import java.util.Arrays;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.model.Logits;

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
          Text.format("%.5f", WeightedBce.unweighted().value(logits, truth)),
          Text.format("%.5f", weighted.value(logits, truth)),
          Text.format("%.5f", weighted.valueOfProbabilities(same, truth, EPSILON)));
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
      double p = Logits.sigmoid(z);
      table.row(
          z,
          Text.format("%.3g", p),
          Text.format("%.5f", WeightedBce.softplus(-z)),
          Text.format("%.3g", p - 1),
          Text.format("%.5f", -Math.log(p + EPSILON)),
          Text.format("%.3g", -p * (1 - p) / (p + EPSILON)));
    }
    return table.build();
  }
}
