package org.cxrlab.model;

/**
 * All weights of a model at one moment, on the Java heap (28 MB for DenseNet121). Nothing here
 * needs closing.
 */
public final class WeightCopy {
  private final float[] learnt;
  private final float[] remembered;

  WeightCopy(float[] learnt, float[] remembered) {
    this.learnt = learnt;
    this.remembered = remembered;
  }

  float[] learnt() {
    return learnt;
  }

  float[] remembered() {
    return remembered;
  }

  /** Whether the other copy holds the same numbers, bit for bit. */
  public boolean sameAs(WeightCopy other) {
    return java.util.Arrays.equals(learnt, other.learnt)
        && java.util.Arrays.equals(remembered, other.remembered);
  }
}
