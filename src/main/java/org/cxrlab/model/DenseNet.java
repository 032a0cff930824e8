package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A densely connected network (Huang, Liu, van der Maaten and Weinberger, 2017) as a row of stages:
 * a first convolution, dense blocks with transitions between them, a last batch norm, the mean of
 * each map, and a linear head. (N, channels, H, W) to one logit per label (N, labels); H and W at
 * least 32.
 */
final class DenseNet extends Layer {
  private final Layer[] stages;
  private final String lastBlock;
  private final double epsilon;

  /**
   * The network.
   *
   * @param channels of an image
   * @param labels how many logits
   * @param epsilon of every batch norm
   * @param growth how many maps each dense layer adds
   * @param first how many maps the first convolution makes
   * @param blocks how many dense layers each block has
   */
  DenseNet(int channels, int labels, double epsilon, int growth, int first, int... blocks) {
    super("densenet");
    this.epsilon = epsilon;
    List<Layer> row = new ArrayList<>();
    row.add(part(new Conv("features.conv0", channels, first, 7, 2)));
    row.add(part(new BatchNorm("features.norm0", first, epsilon)));
    row.add(part(new Relu("features.relu0")));
    row.add(part(new Pooling("features.pool0", Pooling.Kind.LARGEST_OF_NINE)));
    int maps = first;
    for (int b = 1; b <= blocks.length; b++) {
      int layers = blocks[b - 1];
      row.add(part(new DenseBlock("features.denseblock" + b, layers, maps, growth, epsilon)));
      maps += layers * growth;
      if (b < blocks.length) {
        row.add(part(new Transition("features.transition" + b, maps, epsilon)));
        maps /= 2;
      }
    }
    lastBlock = "features.denseblock" + blocks.length;
    row.add(part(new BatchNorm("features.norm5", maps, epsilon)));
    row.add(part(new Relu("relu")));
    row.add(part(new Pooling("avgpool", Pooling.Kind.MEAN_OF_ALL)));
    row.add(part(new Head("classifier", maps, labels)));
    stages = row.toArray(Layer[]::new);
  }

  /** The stages in the order in which they run. */
  List<Layer> stages() {
    return List.of(stages);
  }

  /** Of every batch norm. */
  double epsilon() {
    return epsilon;
  }

  /** Freezes all stages before the part that learns, and no others. */
  void freezeBefore(Trainable part) {
    String first =
        switch (part) {
          case ALL -> stages[0].name();
          case LAST_BLOCK -> lastBlock;
          case HEAD -> stages[stages.length - 1].name();
        };
    boolean frozen = true;
    for (Layer stage : stages) {
      frozen &= !stage.name().equals(first);
      stage.freeze(frozen);
    }
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    if (pass.precision() == Precision.FP32) {
      return chain(x, pass, stages);
    }
    try (NDArray features = features(x, pass)) {
      return stages[stages.length - 1].apply(features, pass);
    }
  }

  /** What the head sees: the mean of each map, (N, maps), in single precision. */
  NDArray features(NDArray x, Pass pass) {
    Layer[] backbone = Arrays.copyOf(stages, stages.length - 1);
    if (pass.precision() == Precision.FP32) {
      return chain(x, pass, backbone);
    }
    try (NDArray rounded = Bfloat16.of(x);
        NDArray features = chain(rounded, pass, backbone)) {
      return Bfloat16.single(features);
    }
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    return describeChain(x, graph, stages);
  }

  @Override
  Shape outputShape(Shape input) {
    return shapeAfter(input, stages);
  }
}
