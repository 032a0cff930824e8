package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;

class Bfloat16Test {
  @Test
  void numbersAreRoundedToEightBitsHalfWayToTheEvenOne() {
    try (NDManager manager = NativeMemory.newManager()) {
      // Worked by hand: 8 significant bits, so steps of 2^-7 from 1 to 2, and of 2^-6 from 2 to 4.
      NDArray numbers =
          manager.create(new float[] {3.14159f, 1 + 0x1p-8f, 1 + 0x3p-8f, -1.5f, 1e38f, 0});
      NDArray back = Bfloat16.single(Bfloat16.of(numbers));
      assertEquals(DataType.FLOAT32, back.getDataType());
      assertArrayEquals(
          new float[] {3.140625f, 1, 1 + 0x2p-7f, -1.5f, 0x1.2cp126f, 0}, back.toFloatArray());
    }
  }

  @Test
  void gradientsPassThroughInSinglePrecision() {
    try (NDManager manager = NativeMemory.newManager()) {
      NDArray x = manager.create(new float[] {1, 2, 3});
      x.setRequiresGradient(true);
      NDArray weights = manager.create(new float[] {0.5f, -2, 4});
      try (var collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(Bfloat16.single(Bfloat16.of(x)).mul(weights).sum());
      }
      assertArrayEquals(new float[] {0.5f, -2, 4}, x.getGradient().toFloatArray());
    }
  }

  @Test
  void logitsDifferFromSinglePrecisionOnlyALittle() {
    try (ChestModel model = Formula.fill(DenseNet121.create(Labels.of("a", "b", "c")));
        NDManager manager = NativeMemory.newManager()) {
      NDArray images = images(manager, 2);
      float[] single = model.logits(images);
      float[] mixed = model.setPrecision(Precision.BF16).logits(images);
      double scale = 0;
      for (float logit : single) {
        scale = Math.max(scale, Math.abs(logit));
      }
      for (int i = 0; i < single.length; i++) {
        // 60 roundings of 2^-9 on the way; PyTorch's own autocast differs by as much.
        assertEquals(single[i], mixed[i], 0.05 * Math.max(1, scale));
      }
      assertNotEquals(Arrays.toString(single), Arrays.toString(mixed));
      assertArrayEquals(single, model.setPrecision(Precision.FP32).logits(images));
    }
  }

  @Test
  void itLearnsAsInSinglePrecision() {
    double[] single = losses(Precision.FP32, Trainable.ALL);
    double[] mixed = losses(Precision.BF16, Trainable.ALL);
    assertEquals(single[0], mixed[0], 0.02 * single[0]);
    assertTrue(mixed[9] < 0.5 * mixed[0], Arrays.toString(mixed));
    assertTrue(single[9] < 0.5 * single[0], Arrays.toString(single));
  }

  @Test
  void itLearnsWithAFrozenBeginning() {
    double[] mixed = losses(Precision.BF16, Trainable.LAST_BLOCK);
    assertTrue(mixed[9] < mixed[0], Arrays.toString(mixed));
  }

  /** Of ten steps of gradient descent towards logits of 1. */
  private static double[] losses(Precision precision, Trainable part) {
    double[] losses = new double[10];
    try (ChestModel model = DenseNet121.create(Labels.of("a", "b"), 3);
        NDManager manager = NativeMemory.newManager()) {
      NDArray images = images(manager, 4);
      model.setPrecision(precision).setTrainable(part);
      for (int step = 0; step < losses.length; step++) {
        losses[step] =
            model.step(
                images,
                logits -> logits.sub(1).square().mean(),
                (weights, gradient) -> {
                  try (NDArray change = gradient.mul(0.01f)) {
                    weights.subi(change);
                  }
                });
      }
    }
    return losses;
  }

  private static NDArray images(NDManager manager, int count) {
    Random random = new Random(1);
    float[] pixels = new float[count * 3 * 64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return manager.create(pixels, new Shape(count, 64, 64, 3)).transpose(0, 3, 1, 2).duplicate();
  }
}
