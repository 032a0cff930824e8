package org.cxrlab.model;

import org.cxrlab.data.Labels;

/**
 * DenseNet with 121 layers: four blocks of 6, 12, 24 and 16 dense layers that add 32 maps each.
 * Parameter for parameter the network of torchvision and Keras: 6,968,206 learnt numbers with 14
 * labels.
 */
public final class DenseNet121 {
  static final int[] BLOCKS = {6, 12, 24, 16};
  private static final double EPSILON = 1e-5;

  private DenseNet121() {}

  /** A network with random weights (seed 0) for 320 x 320 images and one logit per label. */
  public static ChestModel create(Labels labels) {
    return create(labels, 0);
  }

  /** The same with random weights from another seed. */
  public static ChestModel create(Labels labels, long seed) {
    return new ChestModel(labels, seed, new DenseNet(labels.size(), EPSILON, 32, 64, BLOCKS));
  }
}
