package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Between two dense blocks: half the channels, half the size. Convolution and mean are linear and
 * exchange places: where nobody looks in between, the mean comes first, and the convolution has a
 * quarter of the work.
 */
final class Transition extends Layer {
  private final Layer[] parts;
  private final Layer[] meanFirst;
  private final BatchNorm norm;

  Transition(String name, int in, double epsilon) {
    super(name);
    norm = part(new BatchNorm(name + ".norm", in, epsilon));
    parts =
        new Layer[] {
          norm,
          part(new Relu(name + ".relu")),
          part(new Conv(name + ".conv", in, in / 2, 1, 1)),
          part(new Pooling(name + ".pool", Pooling.Kind.MEAN_OF_FOUR))
        };
    meanFirst = new Layer[] {parts[0], parts[1], parts[3], parts[2]};
  }

  /** Before the convolution. */
  BatchNorm norm() {
    return norm;
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    boolean inOrder = Arrays.stream(parts).anyMatch(part -> pass.tap().sees(part.name()));
    return chain(x, pass, inOrder ? parts : meanFirst);
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    return describeChain(x, graph, meanFirst);
  }

  @Override
  Shape outputShape(Shape input) {
    return shapeAfter(input, parts);
  }
}
