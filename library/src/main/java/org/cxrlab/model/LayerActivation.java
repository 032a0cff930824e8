package org.cxrlab.model;

import java.util.List;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.OperatingPoints;

/**
 * What a layer computed for one film, and how each label's logit depends on it. Plain arrays:
 * nothing here needs closing.
 *
 * @param layer the layer's full name
 * @param channels how many maps the layer has
 * @param height of each map
 * @param width of each map
 * @param activation channel by channel, row by row: (channels, height, width)
 * @param labels the labels that were asked for
 * @param gradients for each of these labels the derivative of its logit by each activation, in the
 *     same order as the activation
 * @param logits of these labels
 * @param operatingPoints of these labels, if the model has some
 */
public record LayerActivation(
    String layer,
    int channels,
    int height,
    int width,
    float[] activation,
    Labels labels,
    List<float[]> gradients,
    List<Float> logits,
    Optional<OperatingPoints> operatingPoints) {
  /** Copies the lists. */
  public LayerActivation {
    gradients = List.copyOf(gradients);
    logits = List.copyOf(logits);
  }

  /** Of a model without operating points. */
  public LayerActivation(
      String layer,
      int channels,
      int height,
      int width,
      float[] activation,
      Labels labels,
      List<float[]> gradients,
      List<Float> logits) {
    this(layer, channels, height, width, activation, labels, gradients, logits, Optional.empty());
  }

  /** The same with operating points of its labels. */
  LayerActivation stretchedAt(OperatingPoints points) {
    return new LayerActivation(
        layer, channels, height, width, activation, labels, gradients, logits, Optional.of(points));
  }

  /** The derivative of a label's logit by each activation. */
  public float[] gradient(String label) {
    return gradients.get(labels.indexOf(label));
  }

  /** A label's probability, in [0, 1]. */
  public double probability(String label) {
    int row = labels.indexOf(label);
    return Logits.probability(logits.get(row), row, operatingPoints);
  }
}
