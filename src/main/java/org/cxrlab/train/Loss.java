package org.cxrlab.train;

import ai.djl.ndarray.NDArray;
import org.cxrlab.data.Labels;

/** What training makes small. */
public interface Loss {
  /**
   * The loss of a batch, with a gradient.
   *
   * @param logits (N, L); the result and all on the way to it belong to its manager
   * @param labels (N, L): 1 present, 0 absent; anything where the label is not known
   * @param known (N, L): 1 where the label is known, 0 where it is not
   * @return a scalar
   */
  NDArray of(NDArray logits, NDArray labels, NDArray known);

  /**
   * Checks that the loss can be used for these labels.
   *
   * @throws IllegalArgumentException if it was made for others
   */
  void requireLabels(Labels labels);
}
