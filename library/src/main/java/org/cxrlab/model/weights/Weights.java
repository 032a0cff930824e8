package org.cxrlab.model.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the weights of a DenseNet121 that was trained elsewhere.
 *
 * <pre>{@code
 * var model = DenseNet121.create(films.labels()).loadWeights(Weights.keras(path));
 * }</pre>
 */
public final class Weights {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final byte[] ZIP = {'P', 'K'};
  private static final byte PICKLE = (byte) 0x80;

  private Weights() {}

  /**
   * A file of any of the formats below, which its first bytes tell apart: {@code
   * model.loadWeights(Weights.read(path))}.
   *
   * @throws WeightsException if it is none of them, or damaged
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static WeightsFile read(Path file) {
    byte[] first = firstBytes(file);
    if (startsWith(first, HDF5)) {
      return keras(file);
    }
    if (startsWith(first, ZIP) && KerasFile.isArchive(file)) {
      return keras(file);
    }
    if (startsWith(first, ZIP) || first.length > 0 && first[0] == PICKLE) {
      return pytorch(file);
    }
    if (first.length > Long.BYTES && first[Long.BYTES] == '{') {
      return safetensors(file);
    }
    throw WeightsException.of(file, "is neither Keras HDF5 nor PyTorch nor safetensors");
  }

  /**
   * Safetensors with torchvision's names, in half, single or double precision: {@code
   * model.loadWeights(Weights.safetensors(path))}. Those that this library wrote tell their labels
   * and how films are prepared.
   *
   * @throws WeightsException if it is damaged
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static WeightsFile safetensors(Path file) {
    return Safetensors.read(file);
  }

  /**
   * A file of PyTorch (.pth, .pt, .pth.tar, .ckpt): a state_dict, alone or in a checkpoint under
   * whatever key, or a whole pickled module, with torchvision's names or MONAI's, those of networks
   * around it before them: {@code model.loadWeights(Weights.pytorch(path))}. Nothing that it names
   * is called; what stands beside the tensors is passed over. torchxrayvision's files, which their
   * module, their op_threshs or their labels tell, come with its pixels, 224 x 224, its labels that
   * were trained, and its operating points; names that begin with "module.densenet121." mean
   * CheXNet's: ImageNet's pixels, 224 x 224, and NIH's labels if there are 14. Of others nothing is
   * known; {@link WeightsFile#remarks(int)} says what is assumed.
   *
   * @throws WeightsException if it is damaged, or holds no tensors by name
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static WeightsFile pytorch(Path file) {
    return TorchFile.read(file);
  }

  /**
   * HDF5 as Keras 2 and 3 write it, weights alone or a whole model, and Keras 3's whole models
   * (.keras): {@code model.loadWeights(Weights.keras(path))}. A dense layer, whatever its name, is
   * the head. The size of a whole model's input is taken; its layers Rescaling, Normalization and
   * Resizing before the network become part of how films are prepared.
   *
   * @throws WeightsException if it is damaged, or has a layer that would change a prediction and is
   *     not read, by name
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static WeightsFile keras(Path file) {
    return KerasFile.read(file);
  }

  private static byte[] firstBytes(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Long.BYTES + 1);
    } catch (IOException e) {
      throw WeightsException.unreadable(file, e);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
