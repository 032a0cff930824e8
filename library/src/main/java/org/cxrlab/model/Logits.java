package org.cxrlab.model;

/** From logits, which a network computes, to probabilities. */
public final class Logits {
  private Logits() {}

  /** 1 / (1 + exp(-logit)). */
  public static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /** Rows of probabilities from logits row by row. */
  public static java.util.List<float[]> probabilities(float[] logits, int labels) {
    return java.util.stream.IntStream.range(0, logits.length / labels)
        .mapToObj(
            row -> {
              float[] probabilities = new float[labels];
              for (int i = 0; i < labels; i++) {
                probabilities[i] = (float) sigmoid(logits[row * labels + i]);
              }
              return probabilities;
            })
        .toList();
  }
}
