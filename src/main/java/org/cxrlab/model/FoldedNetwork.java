package org.cxrlab.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cxrlab.batch.NativeMemory;

/**
 * A dense network as it stands, made ready to predict. The batch norm between the two convolutions
 * of a layer becomes part of the first one's weights, and the ReLU after it is done where that
 * convolution writes its result; weights lie as oneDNN reads them; the maps of a block lie in one
 * array that each layer adds to, so that nothing is joined anew. Logits are those of the layers one
 * by one within 1e-5 of the largest. It takes the memory of the weights once more, and as long as a
 * prediction of half a film to make.
 *
 * <p>Owns native memory. {@code -Dcxrlab.folding=false} turns it off.
 */
final class FoldedNetwork implements AutoCloseable {
  static final String SWITCH = "cxrlab.folding";

  private final DenseNet network;
  private final NDManager manager;
  private final long type;
  private final List<NDArray> stem;
  private final List<Block> blocks = new ArrayList<>();
  private final List<List<NDArray>> transitions = new ArrayList<>();
  private final List<NDArray> lastNorm;

  /**
   * A dense block.
   *
   * @param maps how many come out of it
   * @param layers what was made of its layers, one after the other
   */
  private record Block(long maps, List<NDArray> layers) {}

  /** The operations, loaded, and tried on a small weight, when they are first needed. */
  private static final class Operations {
    static final Set<Precision> SERVED = EnumSet.noneOf(Precision.class);
    static final TorchScript MODULE;
    static final String PROBLEM;

    static {
      TorchScript loaded = null;
      String problem = "";
      try (NDManager trial = NativeMemory.newManager()) {
        loaded = TorchScript.ofResource("FoldedNetwork");
        for (Precision precision : Precision.values()) {
          NDArray weight = trial.zeros(new Shape(16, 16, 1, 1));
          loaded.call(trial, "packed", weight, 1L, 0L, precision.inTorch(), new long[] {1, 8, 8});
          SERVED.add(precision);
        }
      } catch (EngineException e) {
        // Some systems have no oneDNN, and some processors no bfloat16 in it: then everything works
        // layer by layer, and description() tells.
        problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      }
      MODULE = loaded;
      PROBLEM = problem;
    }
  }

  /**
   * Of a network's present weights.
   *
   * @param pass has the arrays of the weights, in single precision, and says in which precision to
   *     predict
   * @param images the shape in which images will come: other shapes take a little longer
   * @param owner of what is made, if it is not closed before
   */
  FoldedNetwork(DenseNet network, Pass pass, Shape images, NDManager owner) {
    this.network = network;
    manager = owner.newSubManager();
    type = pass.precision().inTorch();
    try {
      stem = fold("fold_stem", network.stem(), pass, images);
      Shape shape = images;
      for (Layer stage : network.stages()) {
        Shape after = stage.outputShape(shape);
        if (stage instanceof DenseBlock block) {
          List<NDArray> layers = new ArrayList<>();
          for (DenseLayer layer : block.layers()) {
            layers.addAll(fold("fold_layer", List.of(layer), pass, shape));
          }
          blocks.add(new Block(after.get(1), layers));
        } else if (stage instanceof Transition) {
          transitions.add(fold("fold_transition", List.of(stage), pass, after));
        }
        shape = after;
      }
      lastNorm = fold("fold_norm", List.of(network.lastNorm()), pass, images);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private List<NDArray> fold(String operation, List<? extends Layer> layers, Pass pass, Shape at) {
    return Operations.MODULE.call(
        manager,
        operation,
        pass.learnt(layers),
        pass.remembered(layers),
        network.epsilon(),
        type,
        new long[] {at.get(0), at.get(2), at.get(3)});
  }

  /**
   * What the head sees: the mean of each map, (N, maps), in single precision.
   *
   * @param images (N, channels, H, W); stay the caller's
   * @param tap sees the last batch norm, and the ReLU after it, and nothing else
   * @param owner of what is returned
   */
  NDArray features(NDArray images, Tap tap, NDManager owner) {
    NDArray x = one("stem", owner, images, stem, type);
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      x = next("block", x, block.maps(), block.layers());
      if (b < transitions.size()) {
        x = next("transition", x, transitions.get(b));
      }
    }
    x = tap.at(DenseNet.LAST_NORM, next("norm", x, lastNorm));
    x = tap.at(DenseNet.LAST_RELU, next("opened", x));
    return next("means", x);
  }

  /** What an operation makes of maps, which are closed. */
  private NDArray next(String operation, NDArray x, Object... arguments) {
    Object[] all = Stream.concat(Stream.of(x), Stream.of(arguments)).toArray();
    try (x) {
      return one(operation, x.getManager(), all);
    }
  }

  private static NDArray one(String operation, NDManager owner, Object... arguments) {
    return Operations.MODULE.call(owner, operation, arguments).get(0);
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Whether networks predict this way in a precision. */
  static boolean serves(Precision precision) {
    return isOn() && MemoryLayout.channelsLast() && Operations.SERVED.contains(precision);
  }

  private static boolean isOn() {
    return Boolean.parseBoolean(System.getProperty(SWITCH, "true"));
  }

  /** How libtorch predicts in a precision, in words. */
  static String description(Precision precision) {
    if (serves(precision)) {
      return "with batch norm and ReLU in the convolutions";
    } else if (isOn() && MemoryLayout.channelsLast()) {
      return "layer by layer, as they can't be joined here: " + Operations.PROBLEM;
    }
    return "layer by layer; joining them is turned off by -D"
        + (isOn() ? MemoryLayout.SWITCH : SWITCH);
  }
}
