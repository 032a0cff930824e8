package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * From all maps so far to a few new ones: a 1 x 1 convolution narrows them to four times the
 * growth, a 3 x 3 convolution makes the new ones. Before each comes batch norm and ReLU. (N, in, H,
 * W) to (N, growth, H, W).
 */
final class DenseLayer extends Layer {
  private final Layer[] parts;
  private final BatchNorm norm;

  DenseLayer(String name, int in, int growth, double epsilon) {
    super(name);
    int narrow = 4 * growth;
    norm = part(new BatchNorm(name + ".norm1", in, epsilon));
    parts =
        new Layer[] {
          norm,
          part(new Relu(name + ".relu1")),
          part(new Conv(name + ".conv1", in, narrow, 1, 1)),
          part(new BatchNorm(name + ".norm2", narrow, epsilon)),
          part(new Relu(name + ".relu2")),
          part(new Conv(name + ".conv2", narrow, growth, 3, 1))
        };
  }

  /** Before the first convolution. */
  BatchNorm norm() {
    return norm;
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    return chain(x, pass, parts);
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    return describeChain(x, graph, parts);
  }

  @Override
  Shape outputShape(Shape input) {
    return shapeAfter(input, parts);
  }
}
