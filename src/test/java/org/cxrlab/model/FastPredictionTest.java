package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.atomic.AtomicInteger;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FastPredictionTest {
  private static final Labels LABELS = Labels.of("one", "two", "three");

  /** So many films of 32 x 32 are as much work as sixteen of 320 x 320. */
  private static final int WORTHWHILE = 1600;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    System.clearProperty("cxrlab.onnxruntime");
    manager.close();
  }

  /** Values from a formula, channels first or last in memory. */
  private NDArray images(int count, boolean channelsLast) {
    float[] values = new float[count * 3 * 32 * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((i * 7919L + 12345) % 10007 / 2500.0 - 2);
    }
    if (!channelsLast) {
      return manager.create(values, new Shape(count, 3, 32, 32));
    }
    try (NDArray lying = manager.create(values, new Shape(count, 32, 32, 3));
        NDArray turned = lying.transpose(0, 3, 1, 2)) {
      return turned.duplicate();
    }
  }

  private static void assertClose(float[] expected, float[] actual) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, 1e-5f * largest);
  }

  private static FastPrediction of(ChestModel model, AtomicInteger built) {
    return new FastPrediction(
        () -> {
          built.incrementAndGet();
          return model.onnx().toByteArray();
        });
  }

  @Test
  void logitsAreThoseOfTheStraightPathWhicheverWayTheArrayLies() {
    try (var model = DenseNet121.create(LABELS, 3);
        var fast = of(model, new AtomicInteger())) {
      fast.logits(images(WORTHWHILE, false)).orElseThrow();
      for (boolean channelsLast : new boolean[] {false, true}) {
        NDArray images = images(5, channelsLast);
        assertClose(model.straightLogits(images), fast.logits(images).orElseThrow());
      }
    }
  }

  @Test
  void nothingIsBuiltForAFewFilms() {
    try (var model = DenseNet121.create(LABELS, 3)) {
      var built = new AtomicInteger();
      try (var fast = of(model, built)) {
        assertTrue(fast.logits(images(8, false)).isEmpty());
        assertEquals(0, built.get());
        assertFalse(fast.logits(images(WORTHWHILE - 8, false)).isEmpty());
        assertFalse(fast.logits(images(1, false)).isEmpty());
        assertEquals(1, built.get());
        fast.forget();
        assertTrue(fast.logits(images(8, false)).isEmpty());
      }
    }
  }

  @Test
  void otherWeightsGiveOtherLogits() {
    try (var model = DenseNet121.create(LABELS, 3)) {
      NDArray many = images(WORTHWHILE, true);
      NDArray some = images(4, true);
      model.logits(many);
      float[] before = model.logits(some);
      WeightCopy copy = model.copyWeights();

      model.seed(4);
      model.logits(many);
      float[] seeded = model.logits(some);
      assertFalse(Math.abs(seeded[0] - before[0]) < 1e-3);
      assertClose(model.straightLogits(some), seeded);

      model.step(some, NDArray::sum, (weights, gradient) -> weights.subi(gradient.mul(1e-4)));
      model.logits(many);
      assertClose(model.straightLogits(some), model.logits(some));

      model.restore(copy);
      model.logits(many);
      assertClose(before, model.logits(some));
    }
  }

  @Test
  void thePropertyTurnsItOffAndTheSummarySaysSo() {
    System.setProperty("cxrlab.onnxruntime", "false");
    try (var model = DenseNet121.create(LABELS, 3);
        var fast = of(model, new AtomicInteger())) {
      assertTrue(fast.logits(images(WORTHWHILE, false)).isEmpty());
      assertTrue(model.summary().text().contains("turned off"), model.summary().text());
    }
  }
}
