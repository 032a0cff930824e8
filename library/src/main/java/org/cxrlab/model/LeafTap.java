package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.data.Labels;

/**
 * Makes a layer's output the place where gradients are gathered. The weights ask for no gradient,
 * so nothing is recorded up to that layer, and its output can ask for one: from there on the rest
 * of the network is recorded, and that alone. The output of one film is laid down once for each
 * label, so that a single backward pass gives a gradient for each.
 */
final class LeafTap implements Tap {
  private final String layer;
  private final int copies;
  private NDArray leaf;

  LeafTap(String layer, int copies) {
    this.layer = layer;
    this.copies = copies;
  }

  @Override
  public boolean sees(String name) {
    return name.equals(layer);
  }

  @Override
  public NDArray at(String name, NDArray output) {
    if (!sees(name)) {
      return output;
    }
    if (output.getShape().dimension() != 4) {
      throw new IllegalArgumentException(
          "The layer \"" + layer + "\" has no maps: its output is " + output.getShape() + ".");
    }
    leaf = output.repeat(0, copies);
    leaf.setRequiresGradient(true);
    output.close();
    // The network closes what it is given, and the leaf must stay until its gradient has been read.
    // NDArray.duplicate would cut the gradient off.
    return leaf.mul(1);
  }

  /** After the backward pass, the arrays by copy. */
  LayerActivation read(Labels names, float[] logits, int[] columns, int labels) {
    Shape shape = leaf.getShape();
    int size = (int) (shape.size() / copies);
    float[] activation = Arrays.copyOf(leaf.toFloatArray(), size);
    float[] all;
    try (NDArray gradient = leaf.getGradient()) {
      all = gradient.toFloatArray();
    }
    List<float[]> gradients = new ArrayList<>();
    List<Float> ownLogits = new ArrayList<>();
    for (int row = 0; row < copies; row++) {
      gradients.add(Arrays.copyOfRange(all, row * size, (row + 1) * size));
      ownLogits.add(logits[row * labels + columns[row]]);
    }
    return new LayerActivation(
        layer,
        (int) shape.get(1),
        (int) shape.get(2),
        (int) shape.get(3),
        activation,
        names,
        gradients,
        ownLogits);
  }
}
