package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackpropagationTest {
  private static final Labels LABELS = Labels.of("a", "b", "c");

  @AfterEach
  void turnOn() {
    System.clearProperty(Backpropagation.SWITCH);
  }

  /** What a step leaves: the loss, the gradient, and what batch norm remembers. */
  private record Step(double loss, float[] gradient, List<Tensor> tensors) {}

  @Test
  void theGradientIsTheEngines() {
    for (int channels : new int[] {1, 3}) {
      try (ChestModel model =
          channels == 1
              ? SmallDenseNet.create(LABELS, 3)
              : Formula.fill(DenseNet121.create(LABELS))) {
        Step engine = step(model, channels, false);
        Step own = step(model, channels, true);
        assertEquals(engine.loss(), own.loss(), 1e-3 * engine.loss());
        System.out.println(channels + " " + engine.loss() + " " + own.loss());
        int from = 0;
        for (Tensor tensor : own.tensors()) {
          int size = tensor.values().length;
          if (from < own.gradient().length) {
            System.out.println(
                tensor.name()
                    + " "
                    + difference(engine.gradient(), own.gradient(), from, from + size));
            from += size;
          }
        }
        for (int i = 0; i < own.tensors().size(); i++) {
          if (own.tensors().get(i).name().contains("running")) {
            float[] a = engine.tensors().get(i).values();
            float[] b = own.tensors().get(i).values();
            double d = difference(a, b, 0, a.length);
            if (d > 1e-6) System.out.println(own.tensors().get(i).name() + " " + d);
          }
        }
      }
    }
  }

  /** The largest difference over the largest number. */
  private static double difference(float[] a, float[] b, int from, int to) {
    double difference = 0;
    double largest = 0;
    for (int i = from; i < to; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return difference / largest;
  }

  private static Step step(ChestModel model, int channels, boolean own) {
    System.setProperty(Backpropagation.SWITCH, Boolean.toString(own));
    WeightCopy before = model.copyWeights();
    float[][] gradient = new float[1][];
    try (NDManager manager = NativeMemory.newManager()) {
      NDArray images = images(manager, 4, channels);
      double loss =
          model.step(
              images,
              logits -> logits.sub(1).square().mean(),
              (w, g) -> gradient[0] = g.toFloatArray());
      List<Tensor> after = model.tensors();
      return new Step(loss, gradient[0], after);
    } finally {
      model.restore(before);
    }
  }

  private static NDArray images(NDManager manager, int count, int channels) {
    Random random = new Random(1);
    float[] pixels = new float[count * channels * 64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return manager
        .create(pixels, new Shape(count, 64, 64, channels))
        .transpose(0, 3, 1, 2)
        .duplicate();
  }
}
