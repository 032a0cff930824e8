package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
  private final BlocksAtOnce blocks;

  /** Runs images through the network up to its features. */
  Backpropagation(DenseNet network, NDArray images, Pass pass, NDManager parent) {
    super(network, pass, parent);
    List<Layer> stem = network.stem();
    long type = pass.precision().inTorch();
    keptOfStem = call("stem", images, learnt(stem), remembered(stem), epsilon(), type);
    blocks = new BlocksAtOnce(this, keptOfStem.get(0), 0);
    setFeatures(blocks.features());
  }

  @Override
  void backward(NDArray slope, Map<String, NDArray> gradients) {
    List<Layer> stem = network.stem();
    try (NDArray incoming = blocks.backward(slope, gradients)) {
      call("stem_back", incoming, keptOfStem, learnt(stem), into(stem, gradients), epsilon());
    }
  }
}
