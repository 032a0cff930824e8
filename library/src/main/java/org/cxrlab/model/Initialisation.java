package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cxrlab.model.weights.Tensor;

/**
 * Random weights to start from, as torchvision draws them: convolutions from a normal distribution
 * of variance 2 / (inputs of one output) (He, Zhang, Ren and Sun, 2015), the head evenly within 1 /
 * sqrt(inputs), its bias 0, batch norms at rest.
 */
final class Initialisation {
  private Initialisation() {}

  /** Values for these parameters; the same seed gives the same values on every machine. */
  static List<Tensor> of(List<Parameter> parameters, long seed) {
    Random random = new Random(seed);
    return parameters.stream()
        .map(p -> new Tensor(p.getName(), p.getShape(), values(p, random)))
        .toList();
  }

  private static float[] values(Parameter parameter, Random random) {
    Shape shape = parameter.getShape();
    float[] values = new float[(int) shape.size()];
    switch (parameter.getType()) {
      case WEIGHT -> {
        boolean convolution = shape.dimension() == 4;
        double inputs = (double) shape.size() / shape.get(0);
        double normal = StrictMath.sqrt(2 / inputs);
        double even = 1 / StrictMath.sqrt(inputs);
        for (int i = 0; i < values.length; i++) {
          values[i] =
              (float)
                  (convolution
                      ? normal * random.nextGaussian()
                      : even * (2 * random.nextDouble() - 1));
        }
      }
      case GAMMA, RUNNING_VAR -> Arrays.fill(values, 1);
      default -> Arrays.fill(values, 0);
    }
    return values;
  }
}
