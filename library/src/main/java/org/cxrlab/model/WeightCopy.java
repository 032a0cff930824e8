package org.cxrlab.model;

import java.util.Arrays;
import java.util.Optional;
import org.cxrlab.model.weights.OperatingPoints;

/**
 * All weights of a model at one moment, on the Java heap (28 MB for DenseNet121). Nothing here
 * needs closing.
 */
public final class WeightCopy {
  private final float[] learnt;
  private final float[] remembered;
  private final Optional<OperatingPoints> operatingPoints;
  private final Optional<MapRanges> ranges;

  /**
   * Weights that were written down before. The arrays are not copied; leave them as they are.
   *
   * @param learnt as {@link #learnt()} gave them
   * @param remembered as {@link #remembered()} gave them
   */
  public WeightCopy(float[] learnt, float[] remembered) {
    this(learnt, remembered, Optional.empty(), Optional.empty());
  }

  private WeightCopy(
      float[] learnt,
      float[] remembered,
      Optional<OperatingPoints> points,
      Optional<MapRanges> ranges) {
    this.learnt = learnt;
    this.remembered = remembered;
    operatingPoints = points;
    this.ranges = ranges;
  }

  /** The same with the operating points that these very weights have, if they have some. */
  WeightCopy with(Optional<OperatingPoints> points) {
    return new WeightCopy(learnt, remembered, points, ranges);
  }

  /** The same with the ranges that were measured with these very weights, if they were. */
  WeightCopy measured(Optional<MapRanges> measured) {
    return new WeightCopy(learnt, remembered, operatingPoints, measured);
  }

  Optional<MapRanges> ranges() {
    return ranges;
  }

  Optional<OperatingPoints> operatingPoints() {
    return operatingPoints;
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
