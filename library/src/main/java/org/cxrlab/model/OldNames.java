package org.cxrlab.model;

import org.cxrlab.model.weights.WeightsFile;

/**
 * What notebooks of earlier versions call the methods of {@link ChestModel} that change it. They
 * read like those of a plan, which give a new one; they will go.
 */
interface OldNames {
  /**
   * @deprecated see {@link ChestModel#startAnew}
   */
  @Deprecated
  default ChestModel seed(long value) {
    return model().startAnew(value);
  }

  /**
   * @deprecated see {@link ChestModel#setPrecision}
   */
  @Deprecated
  default ChestModel precision(Precision value) {
    return model().setPrecision(value);
  }

  /**
   * @deprecated see {@link ChestModel#setImageSize}
   */
  @Deprecated
  default ChestModel imageSize(int pixels) {
    return model().setImageSize(pixels);
  }

  /**
   * @deprecated see {@link ChestModel#loadWeights}
   */
  @Deprecated
  default ChestModel weights(WeightsFile file) {
    return model().loadWeights(file);
  }

  /**
   * @deprecated see {@link ChestModel#setHead}
   */
  @Deprecated
  default ChestModel head(LinearHead head) {
    return model().setHead(head);
  }

  /**
   * @deprecated see {@link ChestModel#setTrainable}
   */
  @Deprecated
  default ChestModel trainable(Trainable part) {
    return model().setTrainable(part);
  }

  private ChestModel model() {
    return (ChestModel) this;
  }
}
