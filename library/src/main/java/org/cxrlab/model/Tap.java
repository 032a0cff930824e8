package org.cxrlab.model;

import ai.djl.ndarray.NDArray;

/** Sees outputs of layers during a pass, and may hand on something else in their place. */
interface Tap {
  /** Leaves every output as it is, and looks at none. */
  Tap NONE =
      new Tap() {
        @Override
        public boolean sees(String layer) {
          return false;
        }

        @Override
        public NDArray at(String layer, NDArray output) {
          return output;
        }
      };

  /** Whether a layer's output is looked at: what nobody looks at need not arise. */
  boolean sees(String layer);

  /**
   * Called for each layer that is run by itself, in that order; layers that are joined to others
   * are not seen.
   *
   * @param layer the layer's full name
   * @param output what the layer computed; closed by the network once it has been used
   * @return what the network goes on with
   */
  NDArray at(String layer, NDArray output);
}
