package org.cxrlab.model.weights;

import java.util.Arrays;
import java.util.List;
import org.cxrlab.figure.Text;

/**
 * The probability of each label at which a network was found to answer "yes" best. What it answers
 * is stretched so that this probability becomes 0.5, by a straight line on each side, as
 * torchxrayvision does: a probability p below the point t becomes p / 2t, another one 1 - (1 - p) /
 * 2(1 - t).
 *
 * @param points label by label, each in [0, 1)
 */
public record OperatingPoints(List<Double> points) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a point is not in [0, 1)
   */
  public OperatingPoints {
    points = List.copyOf(points);
    for (double point : points) {
      if (!(point >= 0 && point < 1)) {
        throw new IllegalArgumentException(
            Text.format("An operating point is at least 0 and below 1, not %s.", point));
      }
    }
  }

  /**
   * What a label's probability becomes.
   *
   * @param label counted from 0
   * @param probability in [0, 1]
   */
  public double apply(int label, double probability) {
    double point = points.get(label);
    return probability < point
        ? probability / (2 * point)
        : 1 - (1 - probability) / (2 * (1 - point));
  }

  /** Those of some labels, in this order. */
  public OperatingPoints at(int... labels) {
    return new OperatingPoints(Arrays.stream(labels).mapToObj(points::get).toList());
  }
}
