package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A training pass through a dense network, forward and backward, that knows how the network is
 * built. The engine's own gradients keep the joined maps and the ReLU's output before every
 * convolution, which grows with the square of a block's depth. Here each map is normalised once,
 * when it is made: a batch's mean and variance of a map are the same for all batch norms that see
 * it, which differ in weight and bias alone. It lies in the array of its block, and once by itself,
 * as the gradient of the normalisation takes it. What batch norms and their ReLUs make of the maps
 * is made again on the way back, part by part, so that it stays in the processor's caches; in
 * bfloat16, where it takes half the memory and longer to make, it is kept, and memory grows with
 * the square of the depth again. Where it was normalised, the gradient of a map is taken once,
 * after all that see the map have added theirs. Of grey films in equal channels the first
 * convolution takes one channel.
 *
 * <p>The sums are those of the engine's gradients in another order. That the memory need not grow
 * with the square of the depth was shown by Pleiss et al., Memory-Efficient Implementation of
 * DenseNets (2017).
 */
final class Backpropagation extends TrainingPass {
  private final List<NDArray> keptOfStem;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Deque<NDArray> pooled = new ArrayDeque<>();

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

  /** Runs images through the network up to its features. */
  Backpropagation(DenseNet network, NDArray images, Pass pass, NDManager parent) {
    super(network, pass, parent);
    List<Layer> stem = network.stem();
    long type = pass.precision().inTorch();
    keptOfStem = call("stem", images, learnt(stem), remembered(stem), epsilon(), type);
    NDArray maps = keptOfStem.get(0);
    for (int b = 0; b < network.blocks().size(); b++) {
      Block block = block(maps, network.blocks().get(b));
      blocks.push(block);
      if (b > 0) {
        // What the stem made is kept for its way back.
        maps.close();
      }
      if (b < network.transitions().size()) {
        List<NDArray> halved =
            onward("transition", block.maps(), block.statistics(), network.transitions().get(b));
        maps = halved.get(0);
        pooled.push(halved.get(1));
      }
    }
    Block last = blocks.peek();
    setFeatures(onward("features", last.maps(), last.statistics(), network.lastNorm()).get(0));
  }

  private Block block(NDArray in, DenseBlock layers) {
    long all = layers.outputShape(in.getShape()).get(1);
    boolean keep = pass.precision() == Precision.BF16;
    List<Layer> parts = List.of(layers);
    return new Block(
        layers, call("block", in, all, learnt(parts), remembered(parts), epsilon(), keep));
  }

  @Override
  void backward(NDArray slope, Map<String, NDArray> gradients) {
    List<Layer> norm = List.of(network.lastNorm());
    NDArray slopes =
        one("features_back", slope, blocks.peek().maps(), learnt(norm), into(norm, gradients));
    NDArray incoming = back(blocks.pop(), slopes, gradients);
    for (int b = network.transitions().size() - 1; b >= 0; b--) {
      Block block = blocks.pop();
      List<Layer> transition = List.of(network.transitions().get(b));
      try (NDArray after = incoming;
          NDArray means = pooled.pop()) {
        slopes =
            one(
                "transition_back",
                after,
                block.maps(),
                means,
                learnt(transition),
                into(transition, gradients),
                AT_ONCE);
      }
      incoming = back(block, slopes, gradients);
    }
    List<Layer> stem = network.stem();
    call("stem_back", incoming, keptOfStem, learnt(stem), into(stem, gradients), epsilon());
    incoming.close();
  }

  /** The gradient by what came into a block, from that by all its maps. */
  private NDArray back(Block block, NDArray slopes, Map<String, NDArray> gradients) {
    List<Layer> layers = List.of(block.layers());
    List<NDArray> into = into(layers, gradients);
    try (slopes) {
      return one("block_back", slopes, block.kept(), learnt(layers), into, epsilon(), AT_ONCE);
    } finally {
      block.kept().forEach(NDArray::close);
    }
  }

  private NDArray one(String operation, Object... arguments) {
    return call(operation, arguments).get(0);
  }
}
