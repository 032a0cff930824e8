package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;

/**
 * Batch normalisation of each channel: (x - mean) / sqrt(variance + epsilon) * weight + bias. In
 * training the mean and variance are the batch's own, and a tenth of them goes into the remembered
 * ones; otherwise, and where the layer is frozen, the remembered ones are used. Keeps the shape.
 */
final class BatchNorm extends Layer {
  /** How much of the remembered mean and variance is kept at each step. */
  private static final float KEPT = 0.9f;

  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;
  private final float epsilon;

  BatchNorm(String name, int channels, double epsilon) {
    super(name);
    this.epsilon = (float) epsilon;
    weight = parameter("weight", Parameter.Type.GAMMA, channels);
    bias = parameter("bias", Parameter.Type.BETA, channels);
    mean = parameter("running_mean", Parameter.Type.RUNNING_MEAN, channels);
    variance = parameter("running_var", Parameter.Type.RUNNING_VAR, channels);
  }

  @Override
  NDArray compute(NDArray x, Pass pass) {
    // Axis -1 tells DJL to hand x on as it is (it would otherwise swap axes, which copies).
    // PyTorch's own kernel takes axis 1 for the channels.
    return ai.djl.nn.norm.BatchNorm.batchNorm(
            x,
            pass.value(mean, x),
            pass.value(variance, x),
            pass.value(weight, x),
            pass.value(bias, x),
            -1,
            KEPT,
            epsilon,
            pass.training() && weight.requiresGradient())
        .singletonOrThrow();
  }

  @Override
  String describe(String x, OnnxGraph graph) {
    return graph.node(
        "BatchNormalization",
        name(),
        Map.of("epsilon", epsilon),
        List.of(x, weight.getName(), bias.getName(), mean.getName(), variance.getName()));
  }

  @Override
  Shape outputShape(Shape input) {
    return input;
  }
}
