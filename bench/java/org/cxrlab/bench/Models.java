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
    String named = settings.values().getOrDefault("precision", "fp32");
    Precision precision = Precision.valueOf(named.toUpperCase(Locale.ROOT));
    ChestModel model =
        DenseNet121.of(Weights.read(settings.path("weights")))
            .setImageSize(settings.number("size"));
    return precision == Precision.INT8
        ? model.quantise(settings.films())
        : model.setPrecision(precision);
  }
}
