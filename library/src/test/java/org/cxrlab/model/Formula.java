package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.weights.Tensor;

/** Weights and images from a formula, the same as in bench/densenet_parity.py. */
public final class Formula {
  private Formula() {}

  /** Values in [-0.5, 0.5) that look random. */
  static double spread(long i, long salt) {
    return ((i * 7919 + salt * 104729) % 10007) / 10007.0 - 0.5;
  }

  /** Gives a model the formula's weights. */
  public static ChestModel fill(ChestModel model) {
    List<Tensor> filled = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      float[] values = new float[tensor.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) value(tensor.name(), tensor.shape(), spread(i, filled.size()));
      }
      filled.add(new Tensor(tensor.name(), tensor.shape(), values));
    }
    model.set(filled);
    return model;
  }

  /**
   * Gives a model's batch norms gains of all kinds, 0, next to 0 and below, and shifts that open or
   * close every place of a map.
   */
  static void fillNorms(ChestModel model) {
    float[] gains = {0, 1e-33f, -1e-33f, 1e-8f, -1e-8f, -0.5f, 0.7f, 1.1f, -0.9f, 0.4f, 1.3f};
    float[] shifts = {0.3f, -0.3f, 3, -3, 0};
    List<Tensor> changed = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      float[] values = tensor.values().clone();
      if (tensor.name().matches(".*norm.*(weight|bias)")) {
        float[] drawn = tensor.name().endsWith("weight") ? gains : shifts;
        for (int i = 0; i < values.length; i++) {
          values[i] = drawn[i % drawn.length];
        }
      }
      changed.add(new Tensor(tensor.name(), tensor.shape(), values));
    }
    model.set(changed);
  }

  private static double value(String name, Shape shape, double u) {
    if (shape.dimension() == 4) {
      return u * Math.sqrt(24.0 / (shape.size() / shape.get(0)));
    }
    if (name.equals("classifier.weight")) {
      return u * 0.5;
    }
    if (name.endsWith("weight")) {
      return 1 + 0.4 * u;
    }
    return name.endsWith("running_var") ? 1 + 0.6 * u : 0.4 * u;
  }

  /** A picture of which the network sees the standardised values. */
  public static GrayImage image(int film, int size) {
    float[] pixels = new float[size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (spread((long) film * pixels.length + i, 12345) + 0.5);
    }
    return GrayImage.of(size, size, pixels);
  }

  /** The values of one of a model's tensors. */
  public static float[] tensor(ChestModel model, String name) {
    return model.tensors().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow()
        .values();
  }
}
