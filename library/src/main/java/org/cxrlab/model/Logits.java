package org.cxrlab.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cxrlab.model.weights.OperatingPoints;

/** From logits, which a network computes, to probabilities. */
public final class Logits {
  private Logits() {}

  /** 1 / (1 + exp(-logit)). */
  public static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * What a model says of a label.
   *
   * @param label counted from 0
   * @param points of the model, if it has some
   */
  static double probability(double logit, int label, Optional<OperatingPoints> points) {
    double sigmoid = sigmoid(logit);
    return points.isPresent() ? points.get().apply(label, sigmoid) : sigmoid;
  }

  /** Rows of probabilities from logits row by row. */
  static List<float[]> probabilities(float[] logits, int labels, Optional<OperatingPoints> points) {
    return IntStream.range(0, logits.length / labels)
        .mapToObj(
            row -> {
              float[] probabilities = new float[labels];
              for (int i = 0; i < labels; i++) {
                probabilities[i] = (float) probability(logits[row * labels + i], i, points);
              }
              return probabilities;
            })
        .toList();
  }
}
