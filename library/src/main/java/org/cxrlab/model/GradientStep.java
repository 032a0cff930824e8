package org.cxrlab.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;
import org.cxrlab.batch.NativeMemory;

/**
 * A step of training: the loss of a batch, its gradient by our own backward pass or the engine's,
 * and new weights; or the weights as they were.
 */
final class GradientStep {
  private final DenseNet network;
  private final NetworkWeights weights;
  private final Precision precision;

  /** Of a network, whose frozen parts do not learn; its convolutions in this precision. */
  GradientStep(Inference network, Precision precision) {
    // What predictions were made with is no longer true after the step, which needs the memory.
    network.forget();
    this.network = network.layers();
    this.weights = network.weights();
    this.precision = precision;
  }

  /** See {@link ChestModel#step}. */
  double take(NDArray images, UnaryOperator<NDArray> loss, WeightUpdate update) {
    Shape shape = images.getShape();
    boolean byFilm = TrainingPass.serves(network) && FilmTasks.serve(shape, precision);
    return Threads.during(weights.learntCount(), shape, byFilm, () -> taken(images, loss, update));
  }

  private double taken(NDArray images, UnaryOperator<NDArray> loss, WeightUpdate update) {
    float[] remembered = weights.remembered();
    boolean kept = false;
    try (NDManager step = NativeMemory.newManager()) {
      NDArray input = NetworkInput.borrowed(images, step);
      Slope slope =
          TrainingPass.serves(network)
              ? ownSlope(input, loss, step)
              : engineSlope(input, loss, step);
      if (Double.isFinite(slope.loss())) {
        weights.keep();
        kept = true;
        update.update(slope.weights(), slope.gradient());
      } else {
        weights.putBack();
      }
      return slope.loss();
    } catch (RuntimeException | Error e) {
      if (kept) {
        weights.putBack();
      }
      weights.remembered(remembered);
      throw e;
    }
  }

  /**
   * A loss and its gradient.
   *
   * @param weights what learns, as one array; writing there changes it
   * @param gradient of the same size; null where the loss is not a finite number
   */
  private record Slope(double loss, NDArray weights, NDArray gradient) {}

  private Slope engineSlope(NDArray images, UnaryOperator<NDArray> loss, NDManager step) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      // Inside the collector: views taken before it would have a gradient of zeros, unsaid.
      NetworkWeights.Learning learning = weights.learning(precision, step);
      Pass pass = new Pass(learning.store(), true, precision, Tap.NONE);
      double value = backward(collector, loss.apply(network.apply(images, pass)));
      NDArray gradient = Double.isFinite(value) ? gradient(learning.leaf(), step) : null;
      return new Slope(value, learning.trainable(), gradient);
    }
  }

  /** By our own backward pass, which leaves the head to the engine. */
  private Slope ownSlope(NDArray images, UnaryOperator<NDArray> loss, NDManager step) {
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NetworkWeights.Learning head = weights.learningFrom(network.head(), step);
      Pass pass = new Pass(head.store(), true, precision, Tap.NONE);
      try (TrainingPass way = TrainingPass.of(network, images, pass, step)) {
        NDArray features = way.features();
        features.setRequiresGradient(true);
        double value = backward(collector, loss.apply(network.head().apply(features, pass)));
        NDArray all = weights.whole(step);
        if (!Double.isFinite(value)) {
          return new Slope(value, all, null);
        }
        NetworkWeights.Gradient gradient = weights.gradient();
        NDIndex ofHead = new NDIndex((all.size() - head.leaf().size()) + ":");
        gradient.all().set(ofHead, gradient(head.leaf(), step));
        try (NDArray slope = features.getGradient()) {
          way.backward(slope, gradient.parts());
        }
        return new Slope(value, all, gradient.all());
      }
    }
  }

  private static double backward(GradientCollector collector, NDArray loss) {
    double value = loss.getFloat();
    if (Double.isFinite(value)) {
      collector.backward(loss);
    }
    return value;
  }

  /** Of a leaf after the backward pass; owned by the step. */
  private static NDArray gradient(NDArray leaf, NDManager step) {
    NDArray gradient = leaf.getGradient();
    gradient.attach(step);
    return gradient;
  }
}
