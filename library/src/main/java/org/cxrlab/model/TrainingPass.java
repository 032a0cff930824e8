package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.cxrlab.FastPath;

/**
 * A training pass of our own through a dense network, forward when it is made, and backward, with
 * what it keeps in between. {@code -Dcxrlab.backpropagation=false} leaves gradients to the engine,
 * which makes them too where a part of the network is frozen.
 */
abstract class TrainingPass implements AutoCloseable {
  static final FastPath SWITCH = new FastPath("cxrlab.backpropagation");

  /** How many bytes of a convolution's input the way back takes at once. */
  static final long AT_ONCE = 8 << 20;

  final DenseNet network;
  final Pass pass;
  private final NDManager manager;
  private NDArray features;

  /** The operations, loaded when they are first needed. */
  private static final class Operations {
    static final TorchScript MODULE = TorchScript.ofResource("Backpropagation", "FilmByFilm");
  }

  TrainingPass(DenseNet network, Pass pass, NDManager parent) {
    this.network = network;
    this.pass = pass;
    manager = parent.newSubManager();
  }

  /**
   * Runs images through the network up to its features, in the way that is fastest here; batch norm
   * remembers what it sees.
   *
   * @param images (N, C, H, W)
   * @param pass has the arrays of the weights, in single precision
   * @param parent owns what is kept for the way back until this is closed
   */
  static TrainingPass of(DenseNet network, NDArray images, Pass pass, NDManager parent) {
    return FilmTasks.serve(images.getShape(), pass.precision())
        ? new FilmByFilm(network, images, pass, parent)
        : new Backpropagation(network, images, pass, parent);
  }

  /** What the head sees, (N, maps), in single precision. */
  final NDArray features() {
    return features;
  }

  /**
   * Writes the gradient of every weight before the head; what was kept is used up by it.
   *
   * @param slope the gradient by the features, (N, maps)
   * @param gradients where to write it, by the parameters' names
   */
  abstract void backward(NDArray slope, Map<String, NDArray> gradients);

  /** Copied, as nothing that has a gradient can be made of what a module returns. */
  final void setFeatures(NDArray returned) {
    try (returned) {
      features = returned.duplicate();
    }
    features.attach(manager);
  }

  /**
   * What the layer after a block makes of its maps.
   *
   * @param maps an array, or one for each share
   * @param statistics the batch's mean and variance of each map
   */
  final List<NDArray> onward(String operation, Object maps, List<NDArray> statistics, Layer layer) {
    List<Layer> layers = List.of(layer);
    return call(operation, maps, statistics, learnt(layers), remembered(layers));
  }

  final NDManager manager() {
    return manager;
  }

  final List<NDArray> learnt(List<? extends Layer> layers) {
    return pass.learnt(layers);
  }

  final List<NDArray> remembered(List<? extends Layer> layers) {
    return pass.remembered(layers);
  }

  static List<NDArray> into(List<? extends Layer> layers, Map<String, NDArray> gradients) {
    return Layer.parameters(layers, false).map(p -> gradients.get(p.getName())).toList();
  }

  final double epsilon() {
    return network.epsilon();
  }

  final List<NDArray> call(String operation, Object... arguments) {
    return Operations.MODULE.call(manager, operation, arguments);
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Whether a network learns this way. */
  static boolean serves(DenseNet network) {
    return SWITCH.isOn() && MemoryLayout.channelsLast() && !network.isFrozen();
  }

  /** How networks learn, in words. */
  static String description() {
    FastPath off = SWITCH.isOn() ? MemoryLayout.SWITCH : SWITCH;
    return SWITCH.isOn() && MemoryLayout.channelsLast()
        ? "a backward pass of our own; the engine's where a part is frozen"
        : "the engine's backward pass; " + off.off("our own");
  }
}
