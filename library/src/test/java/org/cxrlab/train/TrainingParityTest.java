package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Formula;
import org.cxrlab.plan.WeightedBce;
import org.junit.jupiter.api.Test;

/** Expected values: bench/densenet_parity.py with torch 2.7.1 and torchvision 0.22.1. */
class TrainingParityTest {
  private static final int SIZE = 128;
  private static final int FILMS = 4;

  @Test
  void lossAndGradientOfAStepAreThoseOfPyTorch() {
    try (var model = Formula.fill(DenseNet121.create(Labels.of("a", "b", "c")));
        NDManager manager = NativeMemory.newManager()) {
      NDArray labels =
          manager.create(new float[] {1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0}, new Shape(FILMS, 3));
      NDArray known = labels.onesLike();
      AtomicReference<float[]> seen = new AtomicReference<>();
      double loss =
          model.step(
              images(manager),
              logits -> WeightedBce.unweighted().of(logits, labels, known),
              (weights, gradient) -> seen.set(gradient.toFloatArray()));
      float[] gradient = seen.get();
      assertEquals(2.587644, loss, 1e-3);
      // The classifier's bias comes last; before it its weight, before that the last batch norm.
      int bias = gradient.length - 3;
      int norm = bias - 3 * 1024 - 1024;
      assertArrayEquals(
          new float[] {-0.142322f, -0.0395023f, -0.138193f},
          Arrays.copyOfRange(gradient, bias, bias + 3),
          1e-4f);
      assertArrayEquals(
          new float[] {0.03792745f, 0.007814709f, 0.01316293f},
          Arrays.copyOfRange(gradient, norm, norm + 3),
          1e-4f);
      // Many batch norms magnify rounding: in single precision torch itself gets 1099.8, and 1088.0
      // with its channels last.
      assertEquals(1107.132, length(gradient), 40);
      assertArrayEquals(
          new float[] {-0.1127822f, 0.1661767f, 0.08624627f},
          Arrays.copyOf(Formula.tensor(model, "features.norm5.running_mean"), 3),
          1e-5f);
      assertArrayEquals(
          new float[] {1.012881f, 0.8954003f, 0.794681f},
          Arrays.copyOf(Formula.tensor(model, "features.norm5.running_var"), 3),
          1e-5f);
    }
  }

  private static double length(float[] values) {
    double squares = 0;
    for (float v : values) {
      squares += v * v;
    }
    return Math.sqrt(squares);
  }

  /** Pictures, standardised, in three equal channels. */
  private static NDArray images(NDManager manager) {
    int area = SIZE * SIZE;
    float[] all = new float[FILMS * 3 * area];
    for (int film = 0; film < FILMS; film++) {
      float[] grey = Formula.image(film, SIZE).standardised().pixels();
      for (int channel = 0; channel < 3; channel++) {
        System.arraycopy(grey, 0, all, (film * 3 + channel) * area, area);
      }
    }
    return manager.create(all, new Shape(FILMS, 3, SIZE, SIZE));
  }
}
