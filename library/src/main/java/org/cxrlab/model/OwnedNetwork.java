package org.cxrlab.model;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cxrlab.CxrlabException;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsFile;

/** The network of one model with its weights in native memory, to be used in turn. */
final class OwnedNetwork implements AutoCloseable {
  /**
   * The engine gathers gradients for one at a time, and a step must not change weights that a heat
   * map is being made with. Fair, so that a map waits for one step of a training and not for all.
   */
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private Inference now;
  private boolean closed;

  /** With weights that are 0. */
  OwnedNetwork(DenseNet layers) {
    now = new Inference(layers, new NetworkWeights(layers));
  }

  /** For questions that need no native memory. */
  Inference now() {
    return now;
  }

  /** Changes the weights. */
  void change(Consumer<NetworkWeights> change) {
    inTurn(
        network -> {
          try {
            change.accept(network.weights());
          } finally {
            network.forget();
          }
          return this;
        });
  }

  /**
   * Becomes another network with the weights of a file.
   *
   * @param fitting has what the file has; of a file without its head this network's is kept
   */
  void become(DenseNet fitting, WeightsFile file) {
    inTurn(
        network -> {
          List<Tensor> tensors = new ArrayList<>(file.tensors());
          if (!file.withHead()) {
            network.weights().tensors().stream()
                .filter(t -> WeightsFile.isHead(t.name()))
                .forEach(tensors::add);
          }
          NetworkWeights filled = new NetworkWeights(fitting);
          filled.set(tensors);
          network.close();
          now = new Inference(fitting, filled);
          now.setRanges(MapRanges.among(file.tensors(), fitting));
          return this;
        });
  }

  /**
   * Does what needs the weights, while nobody else does, and hands out plain arrays only. All that
   * touches native memory goes this way, for it would be freed as soon as nothing refers to the
   * network, even in the middle of a call that no longer needs the network itself.
   */
  <T> T inTurn(Function<Inference, T> work) {
    TURN.lock();
    try {
      if (closed) {
        throw new CxrlabException(
            "The model was closed, and its weights are gone; make or load it again.");
      }
      return work.apply(now);
    } finally {
      TURN.unlock();
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void close() {
    TURN.lock();
    try {
      closed = true;
      now.close();
    } finally {
      TURN.unlock();
    }
  }
}
