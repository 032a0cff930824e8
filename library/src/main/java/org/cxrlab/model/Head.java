package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.util.List;
import java.util.Map;

/** The linear head: one logit per label. (N, channels) to (N, labels). */
final class Head extends Layer {
  private final Parameter weight;
  private final Parameter bias;
  private final int labels;

  Head(String name, int channels, int labels) {
    super(name);
    this.labels = labels;
    weight = parameter("weight", Parameter.Type.WEIGHT, labels, channels);
    bias = parameter("bias", Parameter.Type.BIAS, labels);
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    return Linear.linear(x, pass.value(weight, x), pass.value(bias, x)).singletonOrThrow();
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    return graph.node(
        "Gemm", name(), Map.of("transB", 1), List.of(x, weight.getName(), bias.getName()));
  }

  @Override
  Shape outputShape(Shape input) {
    return new Shape(input.get(0), labels);
  }
}
