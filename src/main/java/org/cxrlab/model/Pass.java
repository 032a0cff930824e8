package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * One run through the network.
 *
 * @param weights where the layers get the arrays of their parameters
 * @param training whether batch norm uses the batch's own mean and variance (and remembers them),
 *     rather than those it has remembered
 * @param precision of the convolutions; the weights are given accordingly
 * @param tap sees each layer's output
 */
record Pass(ParameterStore weights, boolean training, Precision precision, Tap tap) {
  /** The array of a parameter; the store owns it. */
  NDArray value(Parameter parameter, NDArray input) {
    return weights.getValue(parameter, input.getDevice(), training);
  }
}
