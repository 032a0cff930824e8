package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Layers each of which sees the maps of all layers before it, joined along the channels: what makes
 * the network dense. (N, in, H, W) to (N, in + layers * growth, H, W).
 */
final class DenseBlock extends Layer {
  private final List<DenseLayer> layers = new ArrayList<>();
  private final int growth;

  DenseBlock(String name, int count, int in, int growth, double epsilon) {
    super(name);
    this.growth = growth;
    for (int i = 0; i < count; i++) {
      String layer = name + ".denselayer" + (i + 1);
      layers.add(part(new DenseLayer(layer, in + i * growth, growth, epsilon)));
    }
  }

  /** In the order in which they run. */
  List<DenseLayer> layers() {
    return layers;
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    NDArray all = x;
    for (DenseLayer layer : layers) {
      NDArray fresh = layer.apply(all, pass);
      NDArray grown = NDArrays.concat(new NDList(all, fresh), 1);
      fresh.close();
      if (all != x) {
        all.close();
      }
      all = grown;
    }
    return all;
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    String all = x;
    for (DenseLayer layer : layers) {
      String fresh = layer.describe(all, graph);
      all = graph.node("Concat", layer.name() + ".joined", Map.of("axis", 1), List.of(all, fresh));
    }
    return all;
  }

  @Override
  Shape outputShape(Shape input) {
    long channels = input.get(1) + (long) layers.size() * growth;
    return new Shape(input.get(0), channels, input.get(2), input.get(3));
  }
}
