package org.cxrlab.explain;

import java.util.Arrays;
import org.cxrlab.model.LayerActivation;

/**
 * Score-CAM: each map masks the film, and a map counts as much as the network makes of its part.
 */
final class ScoreCam {
  private static final float EPSILON = 1e-8f;

  private ScoreCam() {}

  /** The map before ReLU. */
  static SaliencyMap map(
      MaskedPredictor predictor, float[] input, LayerActivation layer, String label) {
    double[] logits =
        predictor.logits(
            layer.channels(),
            channel -> masked(input, mask(layer, channel, predictor.size())),
            label);
    return Cam.weighted(layer, softmax(logits));
  }

  /** One of the layer's maps in the film's size, from 0 to 1. */
  private static float[] mask(LayerActivation layer, int channel, int size) {
    int places = layer.height() * layer.width();
    var map =
        new SaliencyMap(
            layer.width(),
            layer.height(),
            Arrays.copyOfRange(layer.activation(), channel * places, (channel + 1) * places));
    SaliencyMap large = map.resizedByCorners(size, size);
    float min = large.min();
    float range = large.max() - min + EPSILON;
    float[] mask = new float[size * size];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (large.values()[i] - min) / range;
    }
    return mask;
  }

  private static float[] masked(float[] input, float[] mask) {
    float[] out = new float[input.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = input[i] * mask[i % mask.length];
    }
    return out;
  }

  static double[] softmax(double[] logits) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double[] weights = Arrays.stream(logits).map(l -> Math.exp(l - max)).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }
}
