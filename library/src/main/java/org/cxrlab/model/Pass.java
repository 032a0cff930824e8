package org.cxrlab.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;

/**
 * One run through the network.
 *
 * @param weights where the layers get the arrays of their parameters
 * @param training whether batch norm uses the batch's own mean and variance (and remembers them),
 *     rather than those it has remembered
 * @param precision of the convolutions; the weights are given accordingly
 * @param tap sees outputs of layers
 */
record Pass(ParameterStore weights, boolean training, Precision precision, Tap tap) {
  /** The arrays of what layers have learnt, in their order. */
  List<NDArray> learnt(List<? extends Layer> layers) {
    return values(layers, false);
  }

  /** The arrays of what batch norms in layers remember, in their order. */
  List<NDArray> remembered(List<? extends Layer> layers) {
    return values(layers, true);
  }

  private List<NDArray> values(List<? extends Layer> layers, boolean remembered) {
    return Layer.parameters(layers, remembered)
        .map(p -> weights.getValue(p, Device.cpu(), training))
        .toList();
  }

  /** The array of a parameter; the store owns it. */
  NDArray value(Parameter parameter, NDArray input) {
    return weights.getValue(parameter, input.getDevice(), training);
  }
}
