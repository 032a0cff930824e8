package org.cxrlab.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.cxrlab.image.GrayImage;

/**
 * What a layer computes for a picture, and the gradient of some labels' logits with respect to it;
 * always in single precision.
 *
 * @param labels of all logits
 */
record LayerGradients(Inference network, Preprocessing preprocessing, Labels labels) {
  /**
   * At a layer.
   *
   * @param layer as torchvision names it
   * @param names at least one label
   */
  LayerActivation at(String layer, GrayImage image, String... names) {
    int[] columns = Arrays.stream(names).mapToInt(labels::indexOf).toArray();
    try (NDManager pass = NativeMemory.newManager()) {
      NDArray input = NetworkInput.of(image, preprocessing, pass);
      return HeadGradient.serves(layer)
          ? byHead(layer, input, columns, Labels.of(names))
          : byBackwardPass(layer, input, columns, Labels.of(names));
    }
  }

  private LayerActivation byHead(String layer, NDArray input, int[] columns, Labels names) {
    var tap = new HeadGradient(layer);
    NDArray logits = network.logitsOf(network.features(input, Precision.FP32, tap));
    float[] head = network.weights().values(LinearHead.WEIGHT);
    return tap.read(names, logits.toFloatArray(), columns, head);
  }

  private LayerActivation byBackwardPass(String layer, NDArray input, int[] columns, Labels names) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      var tap = new LeafTap(layer, columns.length);
      Pass pass = new Pass(network.weights().still(), false, Precision.FP32, tap);
      NDArray logits = network.layers().apply(input, pass);
      collector.backward(logits.mul(oneInEachRow(columns, input.getManager())).sum());
      return tap.read(names, logits.toFloatArray(), columns, labels.size());
    }
  }

  /** Rows with a single 1, each at its label. */
  private NDArray oneInEachRow(int[] columns, NDManager pass) {
    float[] ones = new float[columns.length * labels.size()];
    for (int row = 0; row < columns.length; row++) {
      ones[row * labels.size() + columns[row]] = 1;
    }
    return pass.create(ones, new Shape(columns.length, labels.size()));
  }
}
