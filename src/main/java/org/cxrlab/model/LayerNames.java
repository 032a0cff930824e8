package org.cxrlab.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/** The names of the layers in Keras' DenseNet121, beside torchvision's that are used here. */
final class LayerNames {
  private static final Pattern DENSE =
      Pattern.compile("features\\.denseblock(\\d+)\\.denselayer(\\d+)\\.(norm|relu|conv)([12])");
  private static final Pattern BLOCK = Pattern.compile("features\\.denseblock(\\d+)");
  private static final Pattern TRANSITION =
      Pattern.compile("features\\.transition(\\d+)\\.(norm|relu|conv|pool)");

  private LayerNames() {}

  /**
   * Keras' name of a layer, e.g. "conv5_block16_2_conv" for
   * "features.denseblock4.denselayer16.conv2", or empty where Keras has no such layer.
   */
  static String keras(String torchvision) {
    Matcher dense = DENSE.matcher(torchvision);
    if (dense.matches()) {
      // Keras counts the two halves of a layer 0 and 1 up to the first convolution, then 1 and 2.
      boolean convolution = dense.group(3).equals("conv");
      int half = Integer.parseInt(dense.group(4)) - (convolution ? 0 : 1);
      return Text.format(
          "conv%d_block%s_%d_%s",
          stage(dense.group(1)), dense.group(2), half, kind(dense.group(3)));
    }
    Matcher block = BLOCK.matcher(torchvision);
    if (block.matches()) {
      int last = DenseNet121.BLOCKS[Integer.parseInt(block.group(1)) - 1];
      return Text.format("conv%d_block%d_concat", stage(block.group(1)), last);
    }
    Matcher transition = TRANSITION.matcher(torchvision);
    if (transition.matches()) {
      return Text.format("pool%d_%s", stage(transition.group(1)), kind(transition.group(2)));
    }
    return switch (torchvision) {
      case "features.conv0" -> "conv1_conv";
      case "features.norm0" -> "conv1_bn";
      case "features.relu0" -> "conv1_relu";
      case "features.pool0" -> "pool1";
      case "features.norm5" -> "bn";
      case "relu" -> "relu";
      case "avgpool" -> "avg_pool";
      case "classifier" -> "predictions";
      default -> "";
    };
  }

  private static int stage(String block) {
    return Integer.parseInt(block) + 1;
  }

  private static String kind(String torchvision) {
    return torchvision.equals("norm") ? "bn" : torchvision;
  }
}
