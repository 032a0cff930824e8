package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cxrlab.FastPath;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;

/**
 * Gradients at the last batch norm, or the ReLU after it, without a backward pass. What follows is
 * the mean over the places of a map and a linear layer, so the derivative of a label's logit by the
 * ReLU's output is the head's weight of that label and map over the number of places, wherever the
 * place; and by the batch norm's output the same where that is above 0, and 0 elsewhere. One
 * forward pass of one film therefore serves all labels. {@code -Dcxrlab.headgradient=false} turns
 * it off.
 */
final class HeadGradient implements Tap {
  private static final FastPath SWITCH = new FastPath("cxrlab.headgradient");

  private static final String BEFORE_RELU = DenseNet.LAST_NORM;
  private static final String AFTER_RELU = DenseNet.LAST_RELU;
  private static final Set<String> LAYERS = Set.of(BEFORE_RELU, AFTER_RELU);

  private final String layer;
  private Shape shape;
  private float[] activation;

  /** Of a layer that {@link #serves} says yes to. */
  HeadGradient(String layer) {
    this.layer = layer;
  }

  /** Whether the gradient at a layer is to be had this way. */
  static boolean serves(String layer) {
    return LAYERS.contains(layer) && SWITCH.isOn();
  }

  /** How heat maps are made, in words. */
  static String description() {
    return SWITCH.isOn()
        ? Text.format("one forward pass at %s, by gradients elsewhere", BEFORE_RELU)
        : "gradients at all layers; " + SWITCH.off("the shorter way");
  }

  @Override
  public boolean sees(String name) {
    return name.equals(layer);
  }

  @Override
  public NDArray at(String name, NDArray output) {
    if (sees(name)) {
      shape = output.getShape();
      activation = output.toFloatArray();
    }
    return output;
  }

  /**
   * After the forward pass of one film.
   *
   * @param logits of all labels
   * @param columns of the labels that are asked for
   * @param weights of the head: (all labels, maps)
   */
  LayerActivation read(Labels names, float[] logits, int[] columns, float[] weights) {
    int maps = (int) shape.get(1);
    int places = (int) (shape.get(2) * shape.get(3));
    List<float[]> gradients = new ArrayList<>();
    List<Float> own = new ArrayList<>();
    for (int column : columns) {
      float[] gradient = new float[activation.length];
      for (int map = 0; map < maps; map++) {
        float share = weights[column * maps + map] / places;
        for (int i = map * places; i < (map + 1) * places; i++) {
          gradient[i] = layer.equals(AFTER_RELU) || activation[i] > 0 ? share : 0;
        }
      }
      gradients.add(gradient);
      own.add(logits[column]);
    }
    return new LayerActivation(
        layer, maps, (int) shape.get(2), (int) shape.get(3), activation, names, gradients, own);
  }
}
