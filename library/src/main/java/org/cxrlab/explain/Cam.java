package org.cxrlab.explain;

import org.cxrlab.model.LayerActivation;

/**
 * Class activation maps from plain arrays, before ReLU. The definitions are those of the package
 * pytorch-grad-cam 1.5.5, whose maps are these after ReLU, scaled from 0 to 1.
 */
final class Cam {
  /** Keeps the weights of Grad-CAM++ finite, as in that package. */
  private static final double EPSILON = 1e-6;

  private final int channels;
  private final int places;
  private final LayerActivation layer;
  private final float[] activation;
  private final float[] gradient;

  /**
   * @param gradient of one label's logit by each activation, in the same order
   */
  Cam(LayerActivation layer, float[] gradient) {
    this.layer = layer;
    this.gradient = gradient;
    activation = layer.activation();
    channels = layer.channels();
    places = layer.height() * layer.width();
  }

  /** The map of one of the methods that use the gradient. */
  SaliencyMap map(CamMethod method) {
    return switch (method) {
      case GRAD_CAM -> weighted(layer, meanGradients());
      case GRAD_CAM_PLUS_PLUS -> weighted(layer, plusPlusWeights());
      case HIRES_CAM -> placewise(gradient -> gradient);
      case LAYER_CAM -> placewise(gradient -> Math.max(0, gradient));
      case SCORE_CAM, OCCLUSION ->
          throw new IllegalArgumentException(method.title() + " does not use the gradient.");
    };
  }

  /** The layer's maps, each times its weight, summed. */
  static SaliencyMap weighted(LayerActivation layer, double[] weights) {
    int places = layer.height() * layer.width();
    double[] sums = new double[places];
    for (int c = 0; c < weights.length; c++) {
      for (int p = 0; p < places; p++) {
        sums[p] += weights[c] * layer.activation()[c * places + p];
      }
    }
    return grid(layer, sums);
  }

  private double[] meanGradients() {
    double[] weights = new double[channels];
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < places; p++) {
        weights[c] += gradient[c * places + p];
      }
      weights[c] /= places;
    }
    return weights;
  }

  /** Equation 19 of the paper, with the ReLU of its equation 7. */
  private double[] plusPlusWeights() {
    double[] weights = new double[channels];
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int p = 0; p < places; p++) {
        sum += activation[c * places + p];
      }
      for (int p = 0; p < places; p++) {
        double g = gradient[c * places + p];
        if (g > 0) {
          weights[c] += g * (g * g / (2 * g * g + sum * g * g * g + EPSILON));
        }
      }
    }
    return weights;
  }

  private interface Weight {
    double of(double gradient);
  }

  private SaliencyMap placewise(Weight weight) {
    double[] sums = new double[places];
    for (int i = 0; i < channels * places; i++) {
      sums[i % places] += weight.of(gradient[i]) * activation[i];
    }
    return grid(layer, sums);
  }

  private static SaliencyMap grid(LayerActivation layer, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return new SaliencyMap(layer.width(), layer.height(), floats);
  }
}
