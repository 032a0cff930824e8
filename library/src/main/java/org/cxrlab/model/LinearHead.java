package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.weights.Tensor;

/**
 * The linear head of a model by itself: one logit for each label, from the features of a film.
 * Plain arrays; nothing here needs closing.
 */
public final class LinearHead {
  static final String WEIGHT = "classifier.weight";
  private static final String BIAS = "classifier.bias";

  private final Labels labels;
  private final float[] weight;
  private final float[] bias;

  /**
   * A head.
   *
   * @param labels in the order of the logits
   * @param weight label by label, each as long as a film has features; copied
   * @param bias one for each label; copied
   */
  public LinearHead(Labels labels, float[] weight, float[] bias) {
    if (bias.length != labels.size() || weight.length == 0 || weight.length % labels.size() != 0) {
      throw new IllegalArgumentException(
          Text.format(
              "A head for %d labels has as many biases and as many rows of weights, not %d and %d numbers.",
              labels.size(), bias.length, weight.length));
    }
    this.labels = labels;
    this.weight = weight.clone();
    this.bias = bias.clone();
  }

  /**
   * A head with random weights, drawn as torchvision draws them: evenly within 1 / sqrt(inputs),
   * its bias 0.
   *
   * @param inputs how many features a film has
   */
  public static LinearHead random(Labels labels, int inputs, long seed) {
    Head head = new Head("classifier", inputs, labels.size());
    return of(labels, Initialisation.of(head.allParameters(), seed));
  }

  static LinearHead of(Labels labels, List<Tensor> tensors) {
    return new LinearHead(labels, named(tensors, WEIGHT).values(), named(tensors, BIAS).values());
  }

  private static Tensor named(List<Tensor> tensors, String name) {
    return tensors.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  /** The labels, in the order of the logits. */
  public Labels labels() {
    return labels;
  }

  /** How many features of a film it takes. */
  public int inputs() {
    return weight.length / bias.length;
  }

  /** The weights by copy, label by label. */
  public float[] weight() {
    return weight.clone();
  }

  /** The biases by copy, one for each label. */
  public float[] bias() {
    return bias.clone();
  }

  /** The logits of one film, in the order of the labels. */
  public double[] logits(float[] features) {
    int inputs = inputs();
    double[] logits = new double[bias.length];
    for (int label = 0; label < logits.length; label++) {
      double sum = bias[label];
      for (int i = 0; i < inputs; i++) {
        sum += (double) weight[label * inputs + i] * features[i];
      }
      logits[label] = sum;
    }
    return logits;
  }

  /** The probabilities of all labels for each film. */
  public Predictions predict(FilmFeatures features) {
    require(features);
    List<float[]> rows = new ArrayList<>();
    for (float[] row : features.rows()) {
      double[] logits = logits(row);
      float[] probabilities = new float[logits.length];
      for (int label = 0; label < logits.length; label++) {
        probabilities[label] = (float) Logits.sigmoid(logits[label]);
      }
      rows.add(probabilities);
    }
    return new Predictions(features.films(), labels, rows);
  }

  /**
   * Checks that films have as many features as this head takes.
   *
   * @throws IllegalArgumentException if not
   */
  public void require(FilmFeatures features) {
    if (features.films().size() > 0 && features.width() != inputs()) {
      throw new IllegalArgumentException(
          Text.format(
              "The head takes %d features of a film, but these films have %d; make them with the backbone that the head is for.",
              inputs(), features.width()));
    }
  }

  /** All weights of a model, with these of the head. */
  List<Tensor> into(Labels ofModel, List<Tensor> tensors) {
    Shape shape = named(tensors, WEIGHT).shape();
    if (!ofModel.equals(labels) || shape.get(1) != inputs()) {
      throw new IllegalArgumentException(
          Text.format(
              "The head is for %d features and the labels %s, but the model has %d and %s.",
              inputs(), labels.names(), shape.get(1), ofModel.names()));
    }
    return tensors.stream()
        .map(
            t ->
                switch (t.name()) {
                  case WEIGHT -> new Tensor(WEIGHT, t.shape(), weight);
                  case BIAS -> new Tensor(BIAS, t.shape(), bias);
                  default -> t;
                })
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearHead head
        && labels.equals(head.labels)
        && Arrays.equals(weight, head.weight)
        && Arrays.equals(bias, head.bias);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weight) + Arrays.hashCode(bias);
  }

  @Override
  public String toString() {
    return "a linear head for "
        + Text.count(labels.size(), "label")
        + " from "
        + Text.count(inputs(), "feature");
  }
}
