package org.cxrlab.model;

import ai.djl.ndarray.NDArray;

/** Changes weights after a backward pass: what an optimizer does. */
public interface WeightUpdate {
  /**
   * Writes new values over the weights.
   *
   * @param weights the weights that are not frozen, as one array of shape (count); owned by the
   *     model
   * @param gradient of the loss by each of them, of the same shape; owned by the model
   */
  void update(NDArray weights, NDArray gradient);
}
