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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FastPredictionTest {
  private static final Labels LABELS = Labels.of("one", "two", "three");

  /** So many films of 32 x 32 are as much work as sixteen of 320 x 320. */
  private static final int WORTHWHILE = 1600;

  private final NDManager manager = NDManager.newBaseManager();

  /** Whatever the processor. */
  @BeforeEach
  void turnOn() {
    System.setProperty("cxrlab.onnxruntime", "true");
  }

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

  /** The fast path of a model, which counts in each of both ways. */
  private static FastPrediction of(ChestModel model, AtomicInteger built, AtomicInteger straight) {
    return new FastPrediction(
        () -> {
          built.incrementAndGet();
          return model.onnx().toByteArray();
        },
        model::straightLogits,
        images -> {
          straight.incrementAndGet();
          return model.straightLogits(images);
        });
  }

  @Test
  void logitsAreThoseOfTheStraightPathWhicheverWayTheArrayLies() {
    var straight = new AtomicInteger();
    try (var model = DenseNet121.create(LABELS, 3);
        var fast = of(model, new AtomicInteger(), straight)) {
      assertEquals(WORTHWHILE * LABELS.size(), fast.logits(images(WORTHWHILE, false)).length);
      for (boolean channelsLast : new boolean[] {false, true}) {
        NDArray images = images(5, channelsLast);
        assertClose(model.straightLogits(images), fast.logits(images));
      }
      assertEquals(1, straight.get(), "only the first batch was held against the straight path");
    }
  }

  @Test
  void nothingIsBuiltForAFewFilms() {
    var built = new AtomicInteger();
    try (var model = DenseNet121.create(LABELS, 3);
        var fast = of(model, built, new AtomicInteger())) {
      fast.logits(images(8, false));
      assertEquals(0, built.get());
      fast.logits(images(WORTHWHILE - 8, false));
      fast.logits(images(1, false));
      assertEquals(1, built.get());
      fast.forget();
      fast.logits(images(8, false));
      assertEquals(1, built.get());
    }
  }

  @Test
  void aNetworkThatAnswersOtherwiseIsNotUsed() {
    try (var model = DenseNet121.create(LABELS, 3);
        var other = DenseNet121.create(LABELS, 4);
        var fast =
            new FastPrediction(
                () -> other.onnx().toByteArray(), model::straightLogits, model::straightLogits)) {
      NDArray many = images(WORTHWHILE, false);
      assertArrayEquals(model.straightLogits(many), fast.logits(many));
      assertTrue(fast.description().contains("logits are off by"), fast.description());
      NDArray some = images(4, false);
      assertArrayEquals(model.straightLogits(some), fast.logits(some));
    }
  }

  @Test
  void aGraphThatCannotBeBuiltLeavesTheStraightPath() {
    try (var model = DenseNet121.create(LABELS, 3);
        var fast =
            new FastPrediction(
                () -> new byte[] {1, 2, 3}, model::straightLogits, model::straightLogits)) {
      NDArray many = images(WORTHWHILE, false);
      assertArrayEquals(model.straightLogits(many), fast.logits(many));
      assertTrue(fast.description().startsWith("libtorch"), fast.description());
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

      LinearHead head = model.head();
      model.restore(copy);
      model.logits(many);
      assertClose(before, model.logits(some));

      model.head(head);
      assertClose(model.straightLogits(some), model.logits(some));
    }
  }

  @Test
  void thePropertyTurnsItOffAndTheSummarySaysSo() {
    System.setProperty("cxrlab.onnxruntime", "false");
    var built = new AtomicInteger();
    try (var model = DenseNet121.create(LABELS, 3);
        var fast = of(model, built, new AtomicInteger())) {
      fast.logits(images(WORTHWHILE, false));
      assertEquals(0, built.get());
      assertTrue(model.summary().text().contains("turned off"), model.summary().text());
    }
  }

  @Test
  void theSummaryAndDoctorSayWhichItIsUnlessAsked() {
    System.clearProperty("cxrlab.onnxruntime");
    try (var model = DenseNet121.create(LABELS, 3)) {
      String predictor = FastPaths.onThisMachine().get("predictions");
      assertEquals(
          Processor.hasAvx512(), predictor.startsWith("libtorch, which is the faster"), predictor);
      assertTrue(model.summary().text().contains(predictor), model.summary().text());
    }
  }

  @Test
  void inMixedPrecisionLibtorchPredicts() {
    try (var model = DenseNet121.create(LABELS, 3).precision(Precision.BF16)) {
      assertTrue(model.summary().text().contains("libtorch in bf16"), model.summary().text());
    }
  }
}
