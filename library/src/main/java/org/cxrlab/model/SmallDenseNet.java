package org.cxrlab.model;

import org.cxrlab.data.Labels;

/**
 * A DenseNet121 in small, for experiments that train many networks: three blocks of three dense
 * layers that add 12 maps each, over images of one channel and 96 x 96 pixels. About 65,000 learnt
 * numbers; its layers bear the names that DenseNet121's have. It sees large things, and is no
 * network for nodules.
 */
public final class SmallDenseNet {
  static final int[] BLOCKS = {3, 3, 3};
  private static final int IMAGE_SIZE = 96;
  private static final int CHANNELS = 1;

  private SmallDenseNet() {}

  /** A network with random weights from a seed and one logit per label. */
  public static ChestModel create(Labels labels, long seed) {
    return new ChestModel(labels, seed, Architecture.SMALL_DENSE_NET, CHANNELS)
        .setImageSize(IMAGE_SIZE);
  }
}
