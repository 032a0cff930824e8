package org.cxrlab.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.batch.NativeOwner;
import org.cxrlab.model.weights.Tensor;

/**
 * The numbers of a network, end to end in two flat native arrays: what is learnt, and what batch
 * norm remembers. The layers see stretches of them as arrays of their own. Because of this an
 * optimizer's update is one call instead of 364, and a copy of all weights the copy of two arrays.
 */
final class NetworkWeights implements AutoCloseable {
  private final FlatArray learnt;
  private final FlatArray remembered;
  private final NativeOwner memory = NativeOwner.of(this);
  private final NDManager manager;
  private final Map<String, NDArray> views = new HashMap<>();
  private Gradient gradient;

  /** Room for the parameters of a network, all 0 at first. */
  NetworkWeights(Layer network) {
    manager = memory.newManager();
    Map<Boolean, List<Parameter>> parameters =
        network.allParameters().stream().collect(Collectors.partitioningBy(Layer::isRemembered));
    learnt = new FlatArray(parameters.get(false), manager);
    remembered = new FlatArray(parameters.get(true), manager);
    // Each has a copy to go back to.
    memory.count(2 * (learnt.size() + remembered.size()) * Float.BYTES);
    views.putAll(learnt.views());
    views.putAll(remembered.views());
  }

  /** The arrays for a pass from which no gradient of a weight is wanted. */
  ParameterStore still() {
    return new Views(manager, views);
  }

  /** The same where convolutions have this precision; what is made for it goes with the pass. */
  ParameterStore still(Precision precision, NDManager pass) {
    if (precision == Precision.FP32) {
      return still();
    }
    Map<String, NDArray> mixed = new HashMap<>(views);
    mixed.putAll(rounded(learnt.tail(0, pass), 0));
    return new Views(pass, mixed);
  }

  /**
   * The convolutions' weights from an offset on in bfloat16: all of them are rounded in one call.
   */
  private Map<String, NDArray> rounded(NDArray tail, long from) {
    Map<String, NDArray> rounded = learnt.views(Bfloat16.of(tail), from);
    rounded.values().removeIf(view -> view.getShape().dimension() != 4);
    return rounded;
  }

  /** The arrays for one step of training; everything in it is owned by the step's manager. */
  Learning learning(Precision precision, NDManager step) {
    return learning(learnt.firstTrainable(), precision, step);
  }

  /**
   * The same in single precision, where a graph is made from a layer's first parameter on, and not
   * before.
   */
  Learning learningFrom(Layer layer, NDManager step) {
    return learning(learnt.start(layer.allParameters().get(0)), Precision.FP32, step);
  }

  private Learning learning(long first, Precision precision, NDManager step) {
    NDArray trainable = learnt.tail(first, step);
    // A leaf of its own for each step: its gradient starts at zero and goes with the step.
    NDArray leaf = trainable.stopGradient();
    leaf.attach(step);
    leaf.setRequiresGradient(true);
    Map<String, NDArray> mixed = new HashMap<>(views);
    mixed.putAll(learnt.views(leaf, first));
    if (precision == Precision.BF16) {
      if (first > 0) {
        mixed.putAll(rounded(learnt.tail(0, step), 0));
      }
      mixed.putAll(rounded(leaf, first));
    }
    return new Learning(new Views(step, mixed), trainable, leaf);
  }

  /** All that is learnt as one array; writing there changes the weights. */
  NDArray whole(NDManager owner) {
    return learnt.tail(0, owner);
  }

  /** Room for a gradient, the same at each call; what it holds is to be overwritten. */
  Gradient gradient() {
    if (gradient == null) {
      NDArray all = manager.zeros(new Shape(learnt.size()));
      memory.count(learnt.size() * Float.BYTES);
      gradient = new Gradient(all, learnt.views(all, 0));
    }
    return gradient;
  }

  /** The numbers of one parameter by copy, in the order of its shape. */
  float[] values(String parameter) {
    return views.get(parameter).toFloatArray();
  }

  /** How many numbers are learnt, frozen or not. */
  long learntCount() {
    return learnt.size();
  }

  /** How many numbers are learnt and not frozen. */
  long trainableCount() {
    return learnt.size() - learnt.firstTrainable();
  }

  /** Every array by copy: the learnt ones in the network's order, then the remembered ones. */
  List<Tensor> tensors() {
    return Stream.of(learnt, remembered).flatMap(flat -> flat.tensors().stream()).toList();
  }

  /** Sets every array; there is one tensor for each of {@link #tensors()}, in any order. */
  void set(List<Tensor> tensors) {
    Map<String, Tensor> byName = new HashMap<>();
    tensors.forEach(t -> byName.put(t.name(), t));
    learnt.set(byName);
    remembered.set(byName);
    keep();
  }

  /** What batch norm remembers, by copy. */
  float[] remembered() {
    return remembered.toFloatArray();
  }

  /** Sets what batch norm remembers. */
  void remembered(float[] values) {
    remembered.set(values);
  }

  /** All numbers by copy. */
  WeightCopy copy() {
    return new WeightCopy(learnt.toFloatArray(), remembered.toFloatArray());
  }

  /** Puts a copy of this network's numbers back. */
  void set(WeightCopy copy) {
    learnt.set(copy.learnt());
    remembered.set(copy.remembered());
    keep();
  }

  /** Keeps a native copy, in place of the one kept before; far quicker than {@link #copy()}. */
  void keep() {
    learnt.keep();
    remembered.keep();
  }

  /** Puts the numbers back that were kept last. */
  void putBack() {
    learnt.putBack();
    remembered.putBack();
  }

  @Override
  public void close() {
    memory.close();
  }

  /**
   * The weights during one step.
   *
   * @param store gives the layers their arrays
   * @param trainable the numbers that are not frozen, as one array; writing there changes them
   * @param leaf the same numbers as the graph's leaf, which has the gradient after the backward
   *     pass
   */
  record Learning(ParameterStore store, NDArray trainable, NDArray leaf) {}

  /**
   * A gradient by all that is learnt.
   *
   * @param all as one array
   * @param parts by each parameter, by its name: views
   */
  record Gradient(NDArray all, Map<String, NDArray> parts) {}

  /** Gives the layers views by their parameters' names. */
  private static final class Views extends ParameterStore {
    private final Map<String, NDArray> views;

    Views(NDManager manager, Map<String, NDArray> views) {
      super(manager, false);
      this.views = views;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
      return views.get(parameter.getName());
    }
  }
}
