package org.cxrlab.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.KerasNames;

/** The networks that a model can be made of, by the names that stand in saved models. */
enum Architecture {
  DENSE_NET_121("DenseNet121", 32, 64, DenseNet121.BLOCKS) {
    @Override
    String kerasName(String layer) {
      return KerasNames.keras(layer);
    }
  },
  SMALL_DENSE_NET("SmallDenseNet", 12, 24, SmallDenseNet.BLOCKS);

  /** Of every batch norm, unless a weights file says otherwise. */
  static final double EPSILON = 1e-5;

  private final String title;
  private final int growth;
  private final int first;
  private final int[] blocks;

  Architecture(String title, int growth, int first, int... blocks) {
    this.title = title;
    this.growth = growth;
    this.first = first;
    this.blocks = blocks;
  }

  /**
   * The architecture of a saved model.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static Architecture titled(String title) {
    return Arrays.stream(values())
        .filter(architecture -> architecture.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "There is no network \"%s\" here; there are %s.",
                        title,
                        Arrays.stream(values())
                            .map(Architecture::title)
                            .collect(Collectors.joining(" and ")))));
  }

  String title() {
    return title;
  }

  /** The layers, for images of so many channels. */
  DenseNet network(int channels, Labels labels, double epsilon) {
    return new DenseNet(channels, labels.size(), epsilon, growth, first, blocks);
  }

  /**
   * torchvision's name of a layer.
   *
   * @param name torchvision's or Keras'
   * @param layers the names of all layers in torchvision
   */
  String layerNamed(String name, List<String> layers) {
    return layers.stream()
        .filter(layer -> layer.equals(name) || kerasName(layer).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no layer \""
                        + name
                        + "\". The last batch norm is \"features.norm5\" (\"bn\" in Keras);"
                        + " model.layers() lists all."));
  }

  /** What Keras calls a layer; empty where Keras has no such network or layer. */
  String kerasName(String layer) {
    return "";
  }
}
