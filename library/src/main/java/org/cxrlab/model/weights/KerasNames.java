package org.cxrlab.model.weights;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cxrlab.figure.Text;

/** The names of DenseNet121's layers, torchvision's beside Keras', to be read both ways. */
public final class KerasNames {
  private static final int[] LAYERS_OF_BLOCKS = {6, 12, 24, 16};
  private static final Map<String, String> KERAS = new HashMap<>();
  private static final Map<String, String> TORCHVISION = new HashMap<>();

  static {
    pair("features.conv0", "conv1_conv");
    pair("features.norm0", "conv1_bn");
    pair("features.relu0", "conv1_relu");
    pair("features.pool0", "pool1");
    for (int block = 1; block <= LAYERS_OF_BLOCKS.length; block++) {
      int stage = block + 1;
      int layers = LAYERS_OF_BLOCKS[block - 1];
      for (int layer = 1; layer <= layers; layer++) {
        String torchvision = Text.format("features.denseblock%d.denselayer%d.", block, layer);
        String keras = Text.format("conv%d_block%d_", stage, layer);
        // Keras counts the two halves of a layer 0 and 1 up to the first convolution, then 1 and 2.
        for (int half = 1; half <= 2; half++) {
          pair(torchvision + "norm" + half, keras + (half - 1) + "_bn");
          pair(torchvision + "relu" + half, keras + (half - 1) + "_relu");
          pair(torchvision + "conv" + half, keras + half + "_conv");
        }
      }
      pair("features.denseblock" + block, Text.format("conv%d_block%d_concat", stage, layers));
      if (block < LAYERS_OF_BLOCKS.length) {
        String transition = "features.transition" + block + ".";
        pair(transition + "norm", "pool" + stage + "_bn");
        for (String same : new String[] {"relu", "conv", "pool"}) {
          pair(transition + same, "pool" + stage + "_" + same);
        }
      }
    }
    pair("features.norm5", "bn");
    pair("relu", "relu");
    pair("avgpool", "avg_pool");
    pair("classifier", "predictions");
  }

  private KerasNames() {}

  private static void pair(String torchvision, String keras) {
    KERAS.put(torchvision, keras);
    TORCHVISION.put(keras, torchvision);
  }

  /**
   * Keras' name of a layer, e.g. "conv5_block16_2_conv" for
   * "features.denseblock4.denselayer16.conv2", or empty where Keras has no such layer.
   */
  public static String keras(String torchvision) {
    return KERAS.getOrDefault(torchvision, "");
  }

  /**
   * torchvision's name of the layer at the end of a path, if DenseNet121 has it. Before it stand
   * its own group's name and the names of the networks that it is a part of. Until Keras 3 the
   * first two layers had a slash in theirs.
   */
  static Optional<String> torchvision(String path) {
    String whole = path.replaceFirst("(^|/)conv1/(conv|bn)$", "$1conv1_$2");
    return Optional.ofNullable(TORCHVISION.get(whole.substring(whole.lastIndexOf('/') + 1)));
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
