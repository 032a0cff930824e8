package org.cxrlab.model.weights;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/** From the names of DenseNet121's layers in Keras to torchvision's. */
final class KerasNames {
  // The layer's name is the end of its path; before it stand its own group's name and the names of
  // the networks that it is a part of. Until Keras 3 the first two layers had a slash in theirs.
  private static final Pattern LAYER =
      Pattern.compile(
          "(?:^|/)(?:conv1[/_](?<first>conv|bn)"
              + "|conv(?<stage>[2-5])_block(?<layer>\\d+)_(?<half>[012])_(?<kind>conv|bn)"
              + "|pool(?<pool>[2-4])_(?<between>conv|bn)"
              + "|(?<last>bn))$");

  private KerasNames() {}

  /** torchvision's name of the layer at the end of a path, if DenseNet121 has it. */
  static Optional<String> layer(String path) {
    Matcher m = LAYER.matcher(path);
    if (!m.find()) {
      return Optional.empty();
    }
    if (m.group("last") != null) {
      return Optional.of("features.norm5");
    }
    if (m.group("first") != null) {
      return Optional.of("features." + kind(m.group("first")) + "0");
    }
    if (m.group("pool") != null) {
      int transition = Integer.parseInt(m.group("pool")) - 1;
      return Optional.of("features.transition" + transition + "." + kind(m.group("between")));
    }
    // Keras counts batch norms from 0 and convolutions from 1.
    String kind = kind(m.group("kind"));
    int half = Integer.parseInt(m.group("half")) + (kind.equals("norm") ? 1 : 0);
    return Optional.of(
        Text.format(
            "features.denseblock%d.denselayer%s.%s%d",
            Integer.parseInt(m.group("stage")) - 1, m.group("layer"), kind, half));
  }

  private static String kind(String keras) {
    return keras.equals("bn") ? "norm" : keras;
  }

  /** torchvision's name of a variable; Keras' own if there is none. */
  static String variable(String keras) {
    return switch (keras) {
      case "kernel", "gamma" -> "weight";
      case "beta" -> "bias";
      case "moving_mean" -> "running_mean";
      case "moving_variance" -> "running_var";
      default -> keras;
    };
  }
}
