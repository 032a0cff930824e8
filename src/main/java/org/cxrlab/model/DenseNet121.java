package org.cxrlab.model;

import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.WeightsFile;

/**
 * DenseNet with 121 layers: four blocks of 6, 12, 24 and 16 dense layers that add 32 maps each.
 * Parameter for parameter the network of torchvision and Keras: 6,968,206 learnt numbers with 14
 * labels.
 */
public final class DenseNet121 {
  static final int[] BLOCKS = {6, 12, 24, 16};

  private DenseNet121() {}

  /** A network with random weights (seed 0) for 320 x 320 images and one logit per label. */
  public static ChestModel create(Labels labels) {
    return create(labels, 0);
  }

  /** The same with random weights from another seed. */
  public static ChestModel create(Labels labels, long seed) {
    return new ChestModel(labels, seed, Architecture.DENSE_NET_121, 3);
  }

  /**
   * A network with the labels and weights of a file: {@code DenseNet121.of(Weights.pytorch(path))}.
   *
   * @throws IllegalArgumentException if the file does not tell its labels ({@link
   *     WeightsFile#labelled} does), or holds something else than a DenseNet121
   */
  public static ChestModel of(WeightsFile file) {
    Labels labels =
        file.labels()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The weights file "
                            + file.path()
                            + " does not tell its "
                            + file.outputs()
                            + " labels; name them with its labelled(...)."));
    ChestModel model = create(labels);
    try {
      return model.weights(file);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
