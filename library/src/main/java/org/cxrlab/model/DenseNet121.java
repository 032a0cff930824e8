package org.cxrlab.model;

import java.io.UncheckedIOException;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Workspace;
import org.cxrlab.model.weights.WeightsFile;

/**
 * DenseNet with 121 layers: four blocks of 6, 12, 24 and 16 dense layers that add 32 maps each.
 * Parameter for parameter the network of torchvision and Keras: 6,968,206 learnt numbers with 14
 * labels.
 */
public final class DenseNet121 {
  static final int[] BLOCKS = {6, 12, 24, 16};

  /** The folder of the model that comes with the project. */
  public static final String PRETRAINED = "densenet121-phantoms";

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
   * The model that comes with the project. It was trained on phantoms of patients that are not
   * among the course's; the page beside it, {@code pretrained/densenet121-phantoms/README.md},
   * tells how, and how well it does.
   *
   * @throws UncheckedIOException if it is not there
   */
  public static ChestModel pretrained() {
    return ChestModel.load(Workspace.pretrained().resolve(PRETRAINED));
  }

  /**
   * A network for other labels that begins with what the model that comes with the project has
   * learnt: its weights but for the head, which is random (seed 0).
   */
  public static ChestModel pretrained(Labels labels) {
    try (ChestModel known = pretrained()) {
      return startingFrom(known, labels);
    }
  }

  /**
   * A network for other labels that begins with what another DenseNet121 has learnt: its weights
   * but for the head, which is random (seed 0), and its way to take films.
   *
   * @param known is not changed
   */
  public static ChestModel startingFrom(ChestModel known, Labels labels) {
    ChestModel model = create(labels);
    try {
      return model.loadWeights(known.export().weightsFile(Workspace.pretrained()).withoutHead());
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
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
      return model.loadWeights(file);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
