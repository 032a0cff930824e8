package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;

/**
 * A named array on the Java heap.
 *
 * @param name e.g. "features.conv0.weight"
 * @param shape e.g. (64, 3, 7, 7): out, in, height, width for a convolution
 * @param values row by row; not to be written to
 */
public record Tensor(String name, Shape shape, float[] values) {
  /** Checks that the values fill the shape. */
  public Tensor {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          "\"" + name + "\" has " + values.length + " values for the shape " + shape + ".");
    }
  }
}
