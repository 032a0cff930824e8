package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import java.util.List;
import java.util.Map;

/**
 * A square convolution without bias, zero-padded so that stride 1 keeps the size. (N, in, H, W) to
 * (N, out, H / stride, W / stride), rounded up.
 */
final class Conv extends Layer {
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final Parameter weight;
  private final int out;
  private final int kernel;
  private final int stride;

  Conv(String name, int in, int out, int kernel, int stride) {
    super(name);
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    weight = parameter("weight", Parameter.Type.WEIGHT, out, in, kernel, kernel);
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    long padding = kernel / 2;
    return Conv2d.conv2d(
            x,
            pass.value(weight, x),
            null,
            new Shape(stride, stride),
            new Shape(padding, padding),
            NO_DILATION,
            1)
        .singletonOrThrow();
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    int edge = kernel / 2;
    return graph.node(
        "Conv",
        name(),
        Map.of(
            "kernel_shape", List.of(kernel, kernel),
            "strides", List.of(stride, stride),
            "pads", List.of(edge, edge, edge, edge)),
        List.of(x, weight.getName()));
  }

  @Override
  Shape outputShape(Shape input) {
    return new Shape(input.get(0), out, strided(input.get(2)), strided(input.get(3)));
  }

  private long strided(long size) {
    return (size + stride - 1) / stride;
  }
}
