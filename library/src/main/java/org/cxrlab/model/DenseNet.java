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
  /** The name of the last batch norm. */
  static final String LAST_NORM = "features.norm5";

  /** The name of the ReLU after it. */
  static final String LAST_RELU = "relu";

  private final Layer[] stages;
  private final List<Layer> stem;
  private final List<DenseBlock> blocks = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final BatchNorm lastNorm;
  private final Head head;
  private final double epsilon;

  /**
   * The network.
   *
   * @param channels of an image
   * @param labels how many logits
   * @param epsilon of every batch norm
   * @param growth how many maps each dense layer adds
   * @param first how many maps the first convolution makes
   * @param layers how many dense layers each block has
   */
  DenseNet(int channels, int labels, double epsilon, int growth, int first, int... layers) {
    super("densenet");
    this.epsilon = epsilon;
    stem =
        List.of(
            part(new Conv("features.conv0", channels, first, 7, 2)),
            part(new BatchNorm("features.norm0", first, epsilon)));
    List<Layer> row = new ArrayList<>(stem);
    row.add(part(new Relu("features.relu0")));
    row.add(part(new Pooling("features.pool0", Pooling.Kind.LARGEST_OF_NINE)));
    int maps = first;
    for (int b = 1; b <= layers.length; b++) {
      String name = "features.denseblock" + b;
      blocks.add(part(new DenseBlock(name, layers[b - 1], maps, growth, epsilon)));
      row.add(blocks.get(b - 1));
      maps += layers[b - 1] * growth;
      if (b < layers.length) {
        transitions.add(part(new Transition("features.transition" + b, maps, epsilon)));
        row.add(transitions.get(b - 1));
        maps /= 2;
      }
    }
    lastNorm = part(new BatchNorm(LAST_NORM, maps, epsilon));
    row.add(lastNorm);
    row.add(part(new Relu(LAST_RELU)));
    row.add(part(new Pooling("avgpool", Pooling.Kind.MEAN_OF_ALL)));
    head = part(new Head("classifier", maps, labels));
    row.add(head);
    stages = row.toArray(Layer[]::new);
  }

  /** The stages in the order in which they run. */
  List<Layer> stages() {
    return List.of(stages);
  }

  /** The first convolution and its batch norm. */
  List<Layer> stem() {
    return stem;
  }

  /** In the order in which they run. */
  List<DenseBlock> blocks() {
    return blocks;
  }

  /** One after each block but the last. */
  List<Transition> transitions() {
    return transitions;
  }

  /** The layer whose maps a block begins with. */
  Layer beforeBlock(int b) {
    return stages[Arrays.asList(stages).indexOf(blocks.get(b)) - 1];
  }

  /** The batch norms that look at maps of a block. */
  List<BatchNorm> lookingAt(int b) {
    List<BatchNorm> norms = new ArrayList<>();
    blocks.get(b).layers().forEach(layer -> norms.add(layer.norm()));
    norms.add(b < transitions.size() ? transitions.get(b).norm() : lastNorm);
    return norms;
  }

  /** After the last block. */
  BatchNorm lastNorm() {
    return lastNorm;
  }

  /** From the features to the logits. */
  Head head() {
    return head;
  }

  /** Of every batch norm. */
  double epsilon() {
    return epsilon;
  }

  /** Freezes all stages before the part that learns, and no others. */
  void freezeBefore(Trainable part) {
    String first =
        switch (part) {
          case ALL -> stem.get(0).name();
          case LAST_BLOCK -> blocks.get(blocks.size() - 1).name();
          case HEAD -> head.name();
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
      return head.apply(features, pass);
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
