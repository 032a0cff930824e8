package org.cxrlab.train;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Auroc;
import org.cxrlab.plan.WeightedBce;

/**
 * How good a network or a head is on the validation films.
 *
 * @param loss the plan's
 * @param auroc of each label; NaN where it is undefined
 */
record ValidationScores(double loss, List<Double> auroc) {
  /**
   * From logits and truths, film by film and label by label. A smoothed label counts in the loss
   * alone: no order of films can be right or wrong about it.
   *
   * @param labels how many there are
   */
  static ValidationScores of(WeightedBce loss, int labels, double[][] logits, float[][] truth) {
    List<Double> auroc =
        IntStream.range(0, labels).mapToObj(label -> auroc(logits, truth, label)).toList();
    return new ValidationScores(loss.value(logits, truth), auroc);
  }

  private static double auroc(double[][] logits, float[][] truth, int label) {
    double[] scores = new double[logits.length];
    float[] labels = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = logits[i][label];
      labels[i] = Labels.settled(truth[i][label]);
    }
    return Auroc.of(scores, labels);
  }
}
