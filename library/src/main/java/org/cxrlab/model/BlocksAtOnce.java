package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The last dense blocks of a {@link TrainingPass}, with the transitions between them and the last
 * batch norm: each operation has all films at once.
 */
final class BlocksAtOnce {
  private final TrainingPass pass;
  private final DenseNet network;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Deque<NDArray> pooled = new ArrayDeque<>();
  private final NDArray features;

  /**
   * A dense block between the way in and the way back.
   *
   * @param layers what has its weights
   * @param kept what its way back needs; the first are all its maps, each normalised over the batch
   *     (N, channels, H, W), and the batch's mean and variance of each
   */
  private record Block(DenseBlock layers, List<NDArray> kept) {
    NDArray maps() {
      return kept.get(0);
    }

    List<NDArray> statistics() {
      return kept.subList(1, 3);
    }
  }

  /**
   * Runs what comes into a block on to the features.
   *
   * @param in (N, channels, H, W); the caller's to close
   * @param first which block it is, counted from 0
   */
  BlocksAtOnce(TrainingPass pass, NDArray in, int first) {
    this.pass = pass;
    network = pass.network;
    NDArray maps = in;
    for (int b = first; b < network.blocks().size(); b++) {
      Block block = block(maps, network.blocks().get(b));
      blocks.push(block);
      if (b > first) {
        maps.close();
      }
      if (b < network.transitions().size()) {
        List<NDArray> halved =
            pass.onward(
                "transition", block.maps(), block.statistics(), network.transitions().get(b));
        maps = halved.get(0);
        pooled.push(halved.get(1));
      }
    }
    Block last = blocks.peek();
    features = pass.onward("features", last.maps(), last.statistics(), network.lastNorm()).get(0);
  }

  private Block block(NDArray in, DenseBlock layers) {
    long all = layers.outputShape(in.getShape()).get(1);
    boolean keep = pass.pass.precision() == Precision.BF16;
    List<Layer> parts = List.of(layers);
    return new Block(
        layers,
        pass.call(
            "block", in, all, pass.learnt(parts), pass.remembered(parts), pass.epsilon(), keep));
  }

  /** The mean of each map, (N, maps), in single precision; the caller's to close. */
  NDArray features() {
    return features;
  }

  /**
   * Writes the gradients by the weights.
   *
   * @param slope the gradient by the features
   * @param gradients where to write them, by the parameters' names
   * @return the gradient by what came in
   */
  NDArray backward(NDArray slope, Map<String, NDArray> gradients) {
    List<Layer> norm = List.of(network.lastNorm());
    NDArray slopes =
        one(
            "features_back",
            slope,
            blocks.peek().maps(),
            pass.learnt(norm),
            TrainingPass.into(norm, gradients));
    NDArray incoming = back(blocks.pop(), slopes, gradients);
    int transition = network.transitions().size();
    while (!blocks.isEmpty()) {
      transition--;
      Block block = blocks.pop();
      List<Layer> layers = List.of(network.transitions().get(transition));
      try (NDArray after = incoming;
          NDArray means = pooled.pop()) {
        slopes =
            one(
                "transition_back",
                after,
                block.maps(),
                means,
                pass.learnt(layers),
                TrainingPass.into(layers, gradients),
                TrainingPass.AT_ONCE);
      }
      incoming = back(block, slopes, gradients);
    }
    return incoming;
  }

  /** The gradient by what came into a block, from that by all its maps. */
  private NDArray back(Block block, NDArray slopes, Map<String, NDArray> gradients) {
    List<Layer> layers = List.of(block.layers());
    List<NDArray> into = TrainingPass.into(layers, gradients);
    try (slopes) {
      return one(
          "block_back",
          slopes,
          block.kept(),
          pass.learnt(layers),
          into,
          pass.epsilon(),
          TrainingPass.AT_ONCE);
    } finally {
      block.kept().forEach(NDArray::close);
    }
  }

  private NDArray one(String operation, Object... arguments) {
    return pass.call(operation, arguments).get(0);
  }
}
