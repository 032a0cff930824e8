package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Between two dense blocks: half the channels, half the size. */
final class Transition extends Layer {
  private final Layer[] parts;

  Transition(String name, int in, double epsilon) {
    super(name);
    parts =
        new Layer[] {
          part(new BatchNorm(name + ".norm", in, epsilon)),
          part(new Relu(name + ".relu")),
          part(new Conv(name + ".conv", in, in / 2, 1, 1)),
          part(new Pooling(name + ".pool", Pooling.Kind.MEAN_OF_FOUR))
        };
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
