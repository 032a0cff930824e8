package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Map;

/** Negative values become 0. Keeps the shape. */
final class Relu extends Layer {
  Relu(String name) {
    super(name);
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    return Activation.relu(x);
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    return graph.node("Relu", name(), Map.of(), List.of(x));
  }

  @Override
  Shape outputShape(Shape input) {
    return input;
  }
}
