package org.cxrlab.bench;

import java.util.Locale;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Precision;
import org.cxrlab.model.weights.Weights;

/** The network that all sides have, with the same weights. */
public final class Models {
  private Models() {}

  /** DenseNet121 with the weights of the settings' file, in the settings' size and precision. */
  public static ChestModel of(Settings settings) {
    String precision = settings.values().getOrDefault("precision", "fp32");
    return DenseNet121.of(Weights.read(settings.path("weights")))
        .setImageSize(settings.number("size"))
        .setPrecision(Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
  }
}
