package org.cxrlab.model;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cxrlab.AtEnd;
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

  /** A pass takes some seconds, on a busy machine half a minute; more means that it hangs. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  static {
    waitForTheLastPass();
  }

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

  private static void waitForTheLastPass() {
    var hook = new Thread(OwnedNetwork::endPasses, "cxrlab-last-pass");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Java is ending already, before its first pass.
      return;
    }
  }

  /**
   * When Java ends, the engine's code is taken down while other threads compute with it, and a pass
   * would fall over that: a fatal error on the terminal, and its report in the user's folder. So
   * the last pass ends first, and no other begins.
   */
  private static void endPasses() {
    try {
      // What was asked to stop needs its network until it has kept what it has.
      AtEnd.await(LONGEST);
      // Never given back.
      TURN.tryLock(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
