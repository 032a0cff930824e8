package org.cxrlab.model;

import java.util.Arrays;

/**
 * All weights of a model at one moment, on the Java heap (28 MB for DenseNet121). Nothing here
 * needs closing.
 */
public final class WeightCopy {
  private final float[] learnt;
  private final float[] remembered;

  /**
   * Weights that were written down before. The arrays are not copied; leave them as they are.
   *
   * @param learnt as {@link #learnt()} gave them
   * @param remembered as {@link #remembered()} gave them
   */
  public WeightCopy(float[] learnt, float[] remembered) {
    this.learnt = learnt;
    this.remembered = remembered;
  }

  /**
   * What is learnt, end to end in the network's order, convolutions with their channels last. Not
   * copied; to be read only.
   */
  public float[] learnt() {
    return learnt;
  }

  /** What batch norms remember, end to end in the network's order. Not copied; to be read only. */
  public float[] remembered() {
    return remembered;
  }

  /** Whether the other copy holds the same numbers, bit for bit. */
  public boolean sameAs(WeightCopy other) {
    return Arrays.equals(learnt, other.learnt) && Arrays.equals(remembered, other.remembered);
  }

  /** Whether the other copy could stand in a model of the same shape. */
  public boolean fits(WeightCopy other) {
    return learnt.length == other.learnt.length && remembered.length == other.remembered.length;
  }

  /** Whether every weight is a finite number. */
  public boolean isFinite() {
    return isFinite(learnt) && isFinite(remembered);
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
