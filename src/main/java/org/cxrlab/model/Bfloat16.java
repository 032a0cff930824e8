package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.batch.NativeMemory;

/**
 * To bfloat16 and back, so that gradients pass. DJL 0.35 has no name for this type: to ask it for a
 * conversion, or for an array of zeros in it, ends the process. Its TorchScript engine has the
 * type, so a module of one line does the conversion. Of an array in bfloat16 only arithmetic,
 * convolution, pooling, normalisation and joining may be asked; it never leaves the network.
 */
final class Bfloat16 {
  /** PyTorch's number of the type. */
  private static final String MODULE =
      """
      class Bfloat16(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.Bfloat16,
          x: Tensor) -> Tensor:
          return torch.to(x, 15)
      """;

  /** As a pickle: an object of that class whose attribute "training" is false. */
  private static final byte[] OBJECT =
      "\u0080\u0002c__torch__\nBfloat16\n)\u0081}X\b\0\0\0training\u0089sb."
          .getBytes(StandardCharsets.ISO_8859_1);

  /** As a pickle: an empty tuple. */
  private static final byte[] CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

  private Bfloat16() {}

  /** The same numbers rounded to bfloat16; belongs to the manager of x. */
  static NDArray of(NDArray x) {
    // "true" although this may be no training: otherwise nothing that comes of it has a gradient.
    NDArray rounded = IValueUtils.forward(Cast.MODULE, new NDList(x), true).singletonOrThrow();
    rounded.attach(x.getManager());
    return rounded;
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
    static final PtSymbolBlock MODULE = load();

    private static PtSymbolBlock load() {
      try {
        return JniUtils.loadModule(
            (PtNDManager) NativeMemory.newManager(),
            new ByteArrayInputStream(archive()),
            false,
            false);
      } catch (IOException e) {
        throw new UncheckedIOException("The conversion to bfloat16 can't be made.", e);
      }
    }
  }

  /** The module in TorchScript's file format: a zip archive of its code and its state. */
  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", OBJECT);
      put(zip, "code/__torch__.py", MODULE.getBytes(StandardCharsets.US_ASCII));
      put(zip, "constants.pkl", CONSTANTS);
      put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry("bfloat16/" + name));
    zip.write(content);
    zip.closeEntry();
  }
}
