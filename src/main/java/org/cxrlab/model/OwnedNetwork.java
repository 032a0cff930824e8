package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Labels;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.WeightsFile;

/**
 * The network of one model with its weights in native memory, to be used in turn. Takes images as
 * (N, channels, H, W), which stay the caller's, and hands out plain arrays only.
 */
final class OwnedNetwork implements AutoCloseable {
  /**
   * The engine gathers gradients for one at a time, and a step must not change weights that a heat
   * map is being made with. Fair, so that a map waits for one step of a training and not for all.
   */
  private static final ReentrantLock TURN = new ReentrantLock(true);

  private DenseNet layers;
  private NetworkWeights weights;
  private Inference inference;
  private boolean closed;

  /** With weights that are 0. */
  OwnedNetwork(DenseNet layers) {
    put(layers, new NetworkWeights(layers));
  }

  private void put(DenseNet newLayers, NetworkWeights newWeights) {
    layers = newLayers;
    weights = newWeights;
    inference = new Inference(layers, weights);
  }

  /** The layers without their weights. */
  DenseNet layers() {
    return layers;
  }

  /** How many numbers are learnt, frozen or not. */
  long learntCount() {
    return weights.learntCount();
  }

  /** How many numbers are learnt and not frozen. */
  long trainableCount() {
    return weights.trainableCount();
  }

  /** The logits, film by film. */
  float[] logits(NDArray images, Precision precision) {
    return inTurn(() -> inference.logits(images, precision));
  }

  /** The same layer by layer. */
  float[] straightLogits(NDArray images, Precision precision) {
    return inTurn(() -> inference.straightLogits(images, precision));
  }

  /** What the head decides from, a row for each film. */
  List<float[]> features(NDArray images, Precision precision) {
    return inTurn(() -> inference.features(images, precision));
  }

  /** See {@link ChestModel#activationAndGradient}. */
  LayerActivation gradients(
      Preprocessing preprocessing, Labels labels, GrayImage image, String layer, String... names) {
    return inTurn(
        () ->
            new LayerGradients(layers, weights, inference, preprocessing, labels)
                .at(layer, image, names));
  }

  /** See {@link ChestModel#step}. */
  double step(
      NDArray images, UnaryOperator<NDArray> loss, WeightUpdate update, Precision precision) {
    return inTurn(
        () -> {
          // First of all, so that the step has its memory.
          inference.forget();
          return new GradientStep(layers, weights, precision).take(images, loss, update);
        });
  }

  /** Every weight by copy, under torchvision's names. */
  List<Tensor> tensors() {
    return inTurn(() -> weights.tensors());
  }

  /** Sets every weight. */
  void set(List<Tensor> tensors) {
    change(() -> weights.set(tensors));
  }

  /** A copy of all weights. */
  WeightCopy copy() {
    return inTurn(() -> weights.copy());
  }

  /** Puts a copy of a network of this shape back. */
  void set(WeightCopy copy) {
    change(() -> weights.set(copy));
  }

  /** Puts the weights back that were kept last. */
  void putBack() {
    change(() -> weights.putBack());
  }

  /**
   * Becomes another network with the weights of a file.
   *
   * @param fitting has what the file has; of a file without its head this network's is kept
   */
  void become(DenseNet fitting, WeightsFile file) {
    List<Tensor> tensors = new ArrayList<>(file.tensors());
    if (!file.withHead()) {
      tensors().stream().filter(t -> WeightsFile.isHead(t.name())).forEach(tensors::add);
    }
    NetworkWeights filled = new NetworkWeights(fitting);
    filled.set(tensors);
    change(
        () -> {
          inference.forget();
          weights.close();
          put(fitting, filled);
        });
  }

  /** Changes weights while nothing is made of them. */
  private void change(Runnable change) {
    inTurn(
        () -> {
          try {
            change.run();
          } finally {
            inference.forget();
          }
          return this;
        });
  }

  /**
   * Does what needs the weights, while nobody else does. All that touches native memory goes this
   * way, for it would be freed as soon as nothing refers to the network, even in the middle of a
   * call that no longer needs the network itself.
   */
  private <T> T inTurn(Supplier<T> work) {
    TURN.lock();
    try {
      if (closed) {
        throw new CxrlabException(
            "The model was closed, and its weights are gone; make or load it again.");
      }
      return work.get();
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
      inference.forget();
      weights.close();
    } finally {
      TURN.unlock();
    }
  }
}
