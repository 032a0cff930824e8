package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Map;

/** The three ways in which the network makes a map smaller without weights. */
final class Pooling extends Layer {
  /** How neighbouring values become one. */
  enum Kind {
    /** The largest of 3 x 3 around every second pixel: halves the size, rounded up. */
    LARGEST_OF_NINE,
    /** The mean of each 2 x 2: halves the size, rounded down. */
    MEAN_OF_FOUR,
    /** The mean of the whole map: (N, C, H, W) to (N, C). */
    MEAN_OF_ALL
  }

  private final Kind kind;

  Pooling(String name, Kind kind) {
    super(name);
    this.kind = kind;
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    Shape two = new Shape(2, 2);
    return switch (kind) {
      case LARGEST_OF_NINE -> Pool.maxPool2d(x, new Shape(3, 3), two, new Shape(1, 1), false);
      case MEAN_OF_FOUR -> Pool.avgPool2d(x, two, two, new Shape(0, 0), false, true);
      case MEAN_OF_ALL -> Pool.globalAvgPool2d(x);
    };
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    List<Integer> two = List.of(2, 2);
    return switch (kind) {
      case LARGEST_OF_NINE ->
          graph.node(
              "MaxPool",
              name(),
              Map.of("kernel_shape", List.of(3, 3), "strides", two, "pads", List.of(1, 1, 1, 1)),
              List.of(x));
      case MEAN_OF_FOUR ->
          graph.node(
              "AveragePool", name(), Map.of("kernel_shape", two, "strides", two), List.of(x));
      case MEAN_OF_ALL -> {
        String means = graph.node("GlobalAveragePool", name() + ".mean", Map.of(), List.of(x));
        yield graph.node("Flatten", name(), Map.of("axis", 1), List.of(means));
      }
    };
  }

  @Override
  Shape outputShape(Shape input) {
    long n = input.get(0);
    long c = input.get(1);
    return switch (kind) {
      case LARGEST_OF_NINE -> new Shape(n, c, (input.get(2) + 1) / 2, (input.get(3) + 1) / 2);
      case MEAN_OF_FOUR -> new Shape(n, c, input.get(2) / 2, input.get(3) / 2);
      case MEAN_OF_ALL -> new Shape(n, c);
    };
  }
}
