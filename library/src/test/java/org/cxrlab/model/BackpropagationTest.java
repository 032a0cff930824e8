package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackpropagationTest {
  static final Labels LABELS = Labels.of("a", "b", "c");

  @BeforeEach
  void share() {
    System.setProperty(FilmTasks.SWITCH.property(), Boolean.toString(filmByFilm()));
  }

  @AfterEach
  void turnOn() {
    System.clearProperty(TrainingPass.SWITCH.property());
    System.clearProperty(FilmTasks.SWITCH.property());
  }

  /** Which of the two ways these tests are of. */
  boolean filmByFilm() {
    return false;
  }

  /** That a weight's gradient is the engine's. */
  void assertNear(String name, float[] expected, float[] found, double within) {
    double difference = difference(expected, found);
    assertTrue(difference < within, name + " " + difference);
  }

  /** How many times as far from the engine's numbers rounding may take this way. */
  double rounding() {
    return 1;
  }

  /** What a step leaves: the loss, the gradient, and all weights, of which batch norm's moved. */
  record Step(double loss, float[] gradient, List<Tensor> tensors) {}

  /**
   * One film too, a size at which poolings leave a row and a column over, and so many films that
   * the way back takes them in several pieces; these are noise, of which so much averages out that
   * rounding is more of what is left.
   */
  @ParameterizedTest
  @CsvSource({"6, 72, 1e-4", "1, 91, 1e-4", "3, 91, 1e-4", "16, 320, 1e-2"})
  void theGradientIsTheEnginesForEveryWeight(int films, int size, double within) {
    try (ChestModel model = withAllKindsOfNorms(SmallDenseNet.create(LABELS, 3))) {
      Step engine = step(model, films, size, 1, false);
      Step own = step(model, films, size, 1, true);
      assertEquals(engine.loss(), own.loss(), 1e-6 * engine.loss());
      assertEquals(engine.gradient().length, own.gradient().length);
      int from = 0;
      for (int i = 0; i < own.tensors().size(); i++) {
        Tensor tensor = own.tensors().get(i);
        int length = tensor.values().length;
        if (from < own.gradient().length) {
          int end = from + length;
          float[] expected = Arrays.copyOfRange(engine.gradient(), from, end);
          float[] found = Arrays.copyOfRange(own.gradient(), from, end);
          assertNear(tensor.name(), expected, found, within);
          from += length;
        } else {
          double difference = difference(engine.tensors().get(i).values(), tensor.values());
          assertTrue(difference < rounding() * 1e-5, tensor.name() + " " + difference);
        }
      }
    }
  }

  @Test
  void deepNetworksLearnTheSame() {
    // Rounding grows on the way through 121 layers: single numbers differ, the direction does not.
    assertDirection(Precision.FP32, 1e-6, 1 - rounding() * 1e-6);
    assertDirection(Precision.BF16, 1e-3, 0.99);
  }

  /** What films of three channels hold. */
  private enum Channels {
    UNLIKE,
    EQUAL,
    /** But for one number of the last film. */
    ALL_BUT_EQUAL
  }

  /** Of equal channels the first convolution takes one, with the sum of its weights. */
  @ParameterizedTest
  @EnumSource(Channels.class)
  void theFirstConvolutionsGradientIsTheEnginesWhateverItsChannelsHold(Channels channels) {
    try (ChestModel model = new ChestModel(LABELS, 3, Architecture.SMALL_DENSE_NET, 3);
        NDManager manager = NativeMemory.newManager()) {
      int weights = model.tensors().get(0).values().length;
      for (int films : new int[] {1, 4}) {
        NDArray images = images(manager, films, 64, 3);
        if (channels != Channels.UNLIKE) {
          images = images.get(":, :1").repeat(1, 3);
        }
        if (channels == Channels.ALL_BUT_EQUAL) {
          images.set(new NDIndex("{}, 2, 40, 50", films - 1), 50);
        }
        // Row by row, and as the loader lays them out.
        NDArray last = images.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
        for (NDArray laid : List.of(images.duplicate(), last)) {
          model.setPrecision(Precision.FP32);
          Step engine = step(model, laid, false);
          Step own = step(model, laid, true);
          assertEquals(engine.loss(), own.loss(), 1e-6 * engine.loss());
          float[] expected = stem(engine, weights);
          double difference = difference(expected, stem(own, weights));
          assertTrue(difference < 1e-4, films + ": " + difference);
          model.setPrecision(Precision.BF16);
          double engines = cosine(expected, stem(step(model, laid, false), weights));
          double owns = cosine(expected, stem(step(model, laid, true), weights));
          assertTrue(1 - owns < 2 * (1 - engines), films + ": " + owns + " against " + engines);
        }
      }
    }
  }

  /** The gradient by the first convolution's weights. */
  private static float[] stem(Step step, int weights) {
    return Arrays.copyOf(step.gradient(), weights);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void imagesOfAnotherShapeAreRefusedWhicheverWay(boolean own) {
    try (ChestModel model = DenseNet121.create(LABELS, 3);
        NDManager manager = NativeMemory.newManager()) {
      for (NDArray images :
          List.of(
              images(manager, 2, 64, 1),
              images(manager, 2, 64, 3).repeat(1, 2),
              images(manager, 2, 31, 3))) {
        IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> step(model, images, own));
        assertEquals(
            "Images must come as (N, 3, height, width) of at least 32 pixels each way, not as "
                + images.getShape()
                + "; model.loader(films) prepares them so.",
            refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> model.logits(images));
      }
    }
  }

  /** Of the same films. */
  @ParameterizedTest
  @CsvSource({"6, 72", "1, 91", "3, 91", "32, 320"})
  void inBfloat16TheGradientIsAsNearToTheExactOneAsTheEngines(int films, int size) {
    try (ChestModel model = withAllKindsOfNorms(SmallDenseNet.create(LABELS, 3))) {
      float[] exact = step(model, films, size, 1, false).gradient();
      model.setPrecision(Precision.BF16);
      double engine = cosine(exact, step(model, films, size, 1, false).gradient());
      double own = cosine(exact, step(model, films, size, 1, true).gradient());
      assertTrue(own > 0.99 && 1 - own < 2 * (1 - engine), own + " against " + engine);
    }
  }

  /** Whichever weight it is, the loss says so: a ReLU must not make 0 of what is not a number. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FP32", "BF16"})
  void aWeightThatIsNoNumberMakesALossThatIsNone(Precision precision) {
    // As processors make it of infinity less infinity: with the sign bit set.
    float none = Float.intBitsToFloat(0xFFC00000);
    try (ChestModel model = SmallDenseNet.create(LABELS, 3).setPrecision(precision)) {
      List<Tensor> tensors = model.tensors();
      for (int i = 0; i < tensors.size(); i++) {
        Tensor tensor = tensors.get(i);
        if (tensor.name().contains("running")) {
          continue;
        }
        List<Tensor> changed = new ArrayList<>(tensors);
        float[] values = tensor.values().clone();
        values[values.length / 2] = none;
        changed.set(i, new Tensor(tensor.name(), tensor.shape(), values));
        model.set(changed);
        double loss = step(model, 2, 64, 1, true).loss();
        assertFalse(Double.isFinite(loss), tensor.name() + " " + loss);
      }
      model.set(tensors);
      try (NDManager manager = NativeMemory.newManager()) {
        NDArray images = images(manager, 2, 64, 1);
        images.set(new NDIndex("1, 0, 30, 30"), none);
        double loss = model.step(images, logits -> logits.square().mean(), (w, g) -> {});
        assertFalse(Double.isFinite(loss), "a film " + loss);
      }
    }
  }

  private static void assertDirection(Precision precision, double lossWithin, double least) {
    try (ChestModel model = DenseNet121.create(LABELS, 3).setPrecision(precision)) {
      Step engine = step(model, 4, 64, 3, false);
      Step own = step(model, 4, 64, 3, true);
      assertEquals(engine.loss(), own.loss(), lossWithin * engine.loss());
      double cosine = cosine(engine.gradient(), own.gradient());
      assertTrue(cosine > least, precision + " " + cosine);
    }
  }

  /**
   * Batch norms whose weights are large, small, near 0, 0 and below, and whose biases are of both
   * signs: those near 0 are a case of their own.
   */
  static ChestModel withAllKindsOfNorms(ChestModel model) {
    float[] weights = {1.5f, -0.8f, 0.3f, 0.01f, 0, -1e-6f, 0.7f};
    float[] biases = {0.5f, -0.2f, 0.1f, 0.3f, 0.4f, 0.2f, 0, -0.1f};
    List<Tensor> changed = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      float[] values = tensor.values().clone();
      if (tensor.name().contains("norm") && !tensor.name().contains("running")) {
        float[] drawn = tensor.name().endsWith("weight") ? weights : biases;
        for (int i = 0; i < values.length; i++) {
          values[i] = drawn[i % drawn.length];
        }
      }
      changed.add(new Tensor(tensor.name(), tensor.shape(), values));
    }
    model.set(changed);
    return model;
  }

  /** The largest difference over the largest number. */
  static double difference(float[] a, float[] b) {
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return largest == 0 ? difference : difference / largest;
  }

  static double cosine(float[] a, float[] b) {
    double both = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < a.length; i++) {
      both += (double) a[i] * b[i];
      first += (double) a[i] * a[i];
      second += (double) b[i] * b[i];
    }
    return both / Math.sqrt(first * second);
  }

  private static Step step(ChestModel model, int films, int size, int channels, boolean own) {
    try (NDManager manager = NativeMemory.newManager()) {
      return step(model, images(manager, films, size, channels), own);
    }
  }

  static Step step(ChestModel model, NDArray images, boolean own) {
    System.setProperty(TrainingPass.SWITCH.property(), Boolean.toString(own));
    WeightCopy before = model.copyWeights();
    float[][] gradient = new float[1][];
    try {
      double loss =
          model.step(
              images,
              logits -> logits.sub(1).square().mean(),
              (w, g) -> gradient[0] = g.toFloatArray());
      return new Step(loss, gradient[0], model.tensors());
    } finally {
      model.restore(before);
    }
  }

  static NDArray images(NDManager manager, int films, int size, int channels) {
    Random random = new Random(1);
    float[] pixels = new float[films * channels * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return manager
        .create(pixels, new Shape(films, size, size, channels))
        .transpose(0, 3, 1, 2)
        .duplicate();
  }
}
