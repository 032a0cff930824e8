package org.cxrlab.plan;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.Optional;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.model.Logits;

/**
 * Binary cross-entropy with a weight for each class of each label. Per label it is the mean over
 * the films whose label is known, and then the sum over the labels. A positive film costs {@code Wp
 * log(1 + exp(-z))} and a negative one {@code Wn log(1 + exp(z))}, where z is the logit: the same
 * as {@code -Wp log(p)} and {@code -Wn log(1 - p)}, but exact for every z. A label that was
 * smoothed to a value t between 0 and 1 costs t times the one and 1 - t times the other.
 */
public final class WeightedBce {
  private static final WeightedBce UNWEIGHTED = new WeightedBce(null);

  private final ClassWeights weights;

  private WeightedBce(ClassWeights weights) {
    this.weights = weights;
  }

  /** With these weights. */
  public static WeightedBce with(ClassWeights weights) {
    return new WeightedBce(weights);
  }

  /** With the weights that balance the labels of these films, which should be those to train on. */
  public static WeightedBce of(Films films) {
    return with(ClassWeights.of(films));
  }

  /** With the weight 1 throughout. */
  public static WeightedBce unweighted() {
    return UNWEIGHTED;
  }

  /** The weights, where there are any. */
  public Optional<ClassWeights> weights() {
    return Optional.ofNullable(weights);
  }

  /**
   * The loss of a batch, with a gradient.
   *
   * @param logits (N, L); the result and everything on the way belongs to its manager
   * @param labels (N, L): 1 present, 0 absent, or between them; anything where the label is not
   *     known
   * @param known (N, L): 1 where the label is known, else 0
   * @return a scalar
   */
  public NDArray of(NDArray logits, NDArray labels, NDArray known) {
    float[] truth = labels.toFloatArray();
    float[] mask = known.toFloatArray();
    int columns = (int) logits.getShape().get(1);
    int[] counts = new int[columns];
    for (int i = 0; i < mask.length; i++) {
      counts[i % columns] += mask[i] == 1 ? 1 : 0;
    }
    float[] ifPositive = new float[truth.length];
    float[] ifNegative = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      int label = i % columns;
      if (mask[i] == 1) {
        double present = truth[i];
        ifPositive[i] = (float) (present * positive(label) / counts[label]);
        ifNegative[i] = (float) ((1 - present) * negative(label) / counts[label]);
      }
    }
    // A result belongs to the manager of the left operand, so the logits stand on the left.
    NDArray cost = Activation.softPlus(logits.neg()).mul(constant(ifPositive, logits));
    return cost.add(Activation.softPlus(logits).mul(constant(ifNegative, logits))).sum();
  }

  private static NDArray constant(float[] values, NDArray like) {
    return like.getManager().create(values, like.getShape());
  }

  /**
   * The gradient of a batch's loss by each logit, on plain arrays.
   *
   * @param logits film by film, label by label
   * @param truth the same: 1, 0, between them if smoothed, or NaN for unknown
   * @return the same: 0 where the label is unknown
   */
  public double[][] gradient(double[][] logits, float[][] truth) {
    int columns = truth.length == 0 ? 0 : truth[0].length;
    double[][] gradient = new double[truth.length][columns];
    for (int label = 0; label < columns; label++) {
      int known = 0;
      for (float[] row : truth) {
        known += Float.isNaN(row[label]) ? 0 : 1;
      }
      for (int film = 0; film < truth.length; film++) {
        if (!Float.isNaN(truth[film][label])) {
          double p = Logits.sigmoid(logits[film][label]);
          gradient[film][label] =
              blend(truth[film][label], positive(label) * (p - 1), negative(label) * p) / known;
        }
      }
    }
    return gradient;
  }

  /**
   * The loss of logits on plain arrays, in double precision. A label that is not known for any film
   * adds nothing.
   *
   * @param logits film by film, label by label
   * @param truth the same: 1, 0, between them if smoothed, or NaN for unknown
   */
  public double value(double[][] logits, float[][] truth) {
    return sum(logits, truth, z -> softplus(-z), WeightedBce::softplus);
  }

  /**
   * The loss as it is often written, from probabilities: {@code -(Wp y log(p + epsilon) + Wn (1 -
   * y) log(1 - p + epsilon))}.
   *
   * @param probabilities film by film, label by label, in [0, 1]
   * @param truth the same: 1, 0, between them if smoothed, or NaN for unknown
   * @param epsilon keeps the logarithm finite, e.g. 1e-7
   */
  public double valueOfProbabilities(double[][] probabilities, float[][] truth, double epsilon) {
    return sum(probabilities, truth, p -> -Math.log(p + epsilon), p -> -Math.log(1 - p + epsilon));
  }

  private double sum(
      double[][] answers,
      float[][] truth,
      java.util.function.DoubleUnaryOperator costIfPositive,
      java.util.function.DoubleUnaryOperator costIfNegative) {
    if (answers.length != truth.length) {
      throw new IllegalArgumentException(
          answers.length + " rows of answers for " + truth.length + " rows of labels.");
    }
    double sum = 0;
    for (int label = 0; truth.length > 0 && label < truth[0].length; label++) {
      double cost = 0;
      int known = 0;
      for (int film = 0; film < truth.length; film++) {
        if (!Float.isNaN(truth[film][label])) {
          double answer = answers[film][label];
          double present = truth[film][label];
          cost +=
              blend(
                  present,
                  present == 0 ? 0 : positive(label) * costIfPositive.applyAsDouble(answer),
                  present == 1 ? 0 : negative(label) * costIfNegative.applyAsDouble(answer));
          known++;
        }
      }
      sum += known == 0 ? 0 : cost / known;
    }
    return sum;
  }

  /** What a present label gives, what an absent one gives, or both by their shares. */
  private static double blend(double present, double positive, double negative) {
    if (present == 1) {
      return positive;
    }
    return present == 0 ? negative : present * positive + (1 - present) * negative;
  }

  /** log(1 + exp(z)), without overflow. */
  static double softplus(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  private double positive(int label) {
    return weights == null ? 1 : weights.positive(label);
  }

  private double negative(int label) {
    return weights == null ? 1 : weights.negative(label);
  }

  /**
   * Checks that the loss can be used for a model of these labels.
   *
   * @throws IllegalArgumentException if its weights are those of other labels
   */
  public void requireLabels(Labels labels) {
    if (weights != null && !weights.labels().equals(labels)) {
      throw new IllegalArgumentException(
          "The loss was made for the labels "
              + weights.labels().names()
              + ", but the model has "
              + labels.names()
              + "; make the weights from films with the model's labels.");
    }
  }

  @Override
  public String toString() {
    return weights == null ? "cross-entropy, unweighted" : "cross-entropy, weighted by class";
  }
}
