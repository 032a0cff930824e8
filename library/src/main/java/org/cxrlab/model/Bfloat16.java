package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * To bfloat16 and back, so that gradients pass. DJL 0.35 has no name for this type: to ask it for a
 * conversion, or for an array of zeros in it, ends the process. Its TorchScript engine has the
 * type, so a module of one line does the conversion. Of an array in bfloat16 only arithmetic,
 * convolution, pooling, normalisation and joining may be asked; it never leaves the network.
 */
final class Bfloat16 {
  /** PyTorch's number of the type. */
  private static final String SOURCE =
      """
      class Bfloat16(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Bfloat16,
          x: Tensor) -> Tensor:
          return torch.to(x, 15)
      """;

  private Bfloat16() {}

  /** The same numbers rounded to bfloat16; belongs to the manager of x. */
  static NDArray of(NDArray x) {
    return Cast.MODULE.forward(x);
  }

  /** The same numbers in single precision. */
  static NDArray single(NDArray x) {
    // The product of the two types is of the wider one, and its gradient finds the way back.
    try (NDArray one = x.getManager().ones(new Shape(1))) {
      return x.mul(one);
    }
  }

  /** Loaded when it is first needed, and then kept for the life of the process. */
  private static final class Cast {
    static final TorchScript MODULE = TorchScript.of("Bfloat16", SOURCE);
  }
}
