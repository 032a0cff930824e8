package org.cxrlab.model;

import ai.djl.ndarray.NDArray;

/** Sees the output of every layer during a pass, and may hand on something else in its place. */
interface Tap {
  /** Leaves every output as it is. */
  Tap NONE = (layer, output) -> output;

  /**
   * Called once for each layer, in the order in which they run.
   *
   * @param layer the layer's full name
   * @param output what the layer computed; closed by the network once it has been used
   * @return what the network goes on with
   */
  NDArray at(String layer, NDArray output);
}
