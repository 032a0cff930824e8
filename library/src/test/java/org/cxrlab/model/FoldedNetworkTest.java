package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.weights.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedNetworkTest {
  private static final Labels LABELS = Labels.of("a", "b", "c");

  private final NDManager manager = NativeMemory.newManager();
  private final ChestModel model = seasoned(DenseNet121.create(LABELS, 3));

  @AfterEach
  void close() {
    System.clearProperty(FoldedNetwork.SWITCH.property());
    model.close();
    manager.close();
  }

  /** As after a training: batch norms that remember something, and weights of both signs. */
  private static ChestModel seasoned(ChestModel model) {
    Random random = new Random(2);
    List<Tensor> changed = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      float[] values = tensor.values().clone();
      if (tensor.name().contains("norm")) {
        boolean variance = tensor.name().endsWith("running_var");
        for (int i = 0; i < values.length; i++) {
          double drawn = 0.3 * random.nextGaussian();
          values[i] += (float) (variance ? Math.abs(drawn) : drawn);
        }
      }
      changed.add(new Tensor(tensor.name(), tensor.shape(), values));
    }
    model.set(changed);
    return model;
  }

  private NDArray images(int films, int height, int width) {
    Random random = new Random(films);
    float[] pixels = new float[films * 3 * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return manager.create(pixels, new Shape(films, 3, height, width));
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void assertClose(float[] expected, float[] actual) {
    assertArrayEquals(expected, actual, 1e-5f * largest(expected));
  }

  @Test
  void logitsAreThoseOfTheLayersOneByOneInWhateverShapeFilmsCome() {
    // What was made for the first shape serves the others too: odd sizes, and more films than are
    // taken at once.
    for (NDArray films : List.of(images(2, 64, 64), images(1, 75, 91), images(5, 320, 320))) {
      assertClose(model.straightLogits(films), model.logits(films));
    }
  }

  /** Of which the first convolution takes one channel; not where a single number is another. */
  @Test
  void logitsOfGreyFilmsInEqualChannelsAreTheSame() {
    NDArray films = images(3, 75, 91).get(":, :1").repeat(1, 3);
    float[] grey = model.logits(films);
    assertClose(model.straightLogits(films), grey);
    films.set(new NDIndex("2, 1, 60, 70"), 50);
    float[] tinted = model.logits(films);
    assertClose(model.straightLogits(films), tinted);
    assertTrue(Math.abs(grey[6] - tinted[6]) > 1e-3 * largest(grey), grey[6] + ", " + tinted[6]);
  }

  /** Ways to change weights that are to be seen at the next prediction. */
  private enum Change {
    STEP {
      @Override
      void make(ChestModel model, NDArray films) {
        step(model, films);
      }
    },
    SEED {
      @Override
      void make(ChestModel model, NDArray films) {
        model.startAnew(4);
      }
    },
    UNDONE_STEP {
      @Override
      void make(ChestModel model, NDArray films) {
        step(model, films);
        model.logits(films);
        model.undoUpdate();
      }
    },
    RESTORE {
      @Override
      void make(ChestModel model, NDArray films) {
        WeightCopy copy = model.copyWeights();
        step(model, films);
        model.logits(films);
        model.restore(copy);
      }
    },
    HEAD {
      @Override
      void make(ChestModel model, NDArray films) {
        LinearHead head = model.head();
        model.setTrainable(Trainable.HEAD);
        step(model, films);
        model.logits(films);
        model.setHead(head);
      }
    };

    abstract void make(ChestModel model, NDArray films);

    private static void step(ChestModel model, NDArray films) {
      model.step(films, logits -> logits.square().mean(), (w, g) -> w.subi(g.mul(1e-3)));
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void theyGoWithTheWeights(Change change) {
    NDArray films = images(2, 64, 64);
    float[] before = model.logits(films);
    change.make(model, films);
    float[] after = model.logits(films);
    assertClose(model.straightLogits(films), after);
    switch (change) {
      case STEP, SEED -> assertTrue(Math.abs(before[0] - after[0]) > 1e-4 * largest(before));
      case RESTORE, HEAD -> assertClose(before, after);
      // What the batch norms remember of the step stays.
      case UNDONE_STEP -> {}
    }
  }

  @Test
  void itIsTheSameForASmallNetworkAndFilmsOfOneChannel() {
    try (ChestModel small = seasoned(SmallDenseNet.create(LABELS, 3))) {
      NDArray films = manager.randomNormal(new Shape(3, 1, 91, 75));
      assertClose(small.straightLogits(films), small.logits(films));
    }
  }

  @Test
  void itIsTheSameWhateverTheGainsOfBatchNorms() {
    try (ChestModel small = SmallDenseNet.create(LABELS, 3)) {
      Formula.fillNorms(small);
      NDArray films = images(3, 64, 64).get(":, :1");
      float[] straight = small.straightLogits(films);
      double apart = Math.abs(straight[0] - straight[3]);
      assertTrue(apart > 1e-3 * largest(straight), "the films' logits differ by " + apart);
      assertClose(straight, small.logits(films));
    }
  }

  /** A film, or a weight, that is no number is not to be taken for an answer. */
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FP32", "BF16"})
  void whatIsNoNumberIsSeenInTheLogits(Precision precision) {
    float none = Float.intBitsToFloat(0xFFC00000);
    try (ChestModel small = seasoned(SmallDenseNet.create(LABELS, 3)).setPrecision(precision)) {
      List<Tensor> tensors = small.tensors();
      NDArray films = images(2, 64, 64).get(":, :1");
      NDArray oneIsNone = films.duplicate();
      oneIsNone.set(new NDIndex("1, 0, 30, 30"), none);
      float[] logits = small.logits(oneIsNone);
      for (int i = 0; i < 6; i++) {
        assertEquals(i >= 3, Float.isNaN(logits[i]), "logit " + i);
      }
      float[] features = small.features(Phantoms.of(1).films()).rows().get(0);
      List<String> hidden = new ArrayList<>();
      for (int i = 0; i < tensors.size(); i++) {
        Tensor tensor = tensors.get(i);
        float[] values = tensor.values().clone();
        values[values.length / 2] = none;
        List<Tensor> changed = new ArrayList<>(tensors);
        changed.set(i, new Tensor(tensor.name(), tensor.shape(), values));
        small.set(changed);
        boolean seen = false;
        for (float logit : small.logits(films)) {
          seen |= Float.isNaN(logit);
        }
        if (!seen) {
          hidden.add(tensor.name());
        }
        if (tensor.name().startsWith("classifier")) {
          // They are kept on disk for the backbone, whatever head it has.
          assertArrayEquals(features, small.features(Phantoms.of(1).films()).rows().get(0));
        }
      }
      assertEquals(List.of(), hidden);
    }
  }

  @Test
  void inBfloat16TheyAreAsFarFromSinglePrecisionAsThoseOfTheLayers() {
    NDArray films = images(4, 96, 96);
    float[] exact = model.straightLogits(films);
    model.setPrecision(Precision.BF16);
    double folded = distance(exact, model.logits(films));
    double layers = distance(exact, model.straightLogits(films));
    assertTrue(folded < 1.5 * layers, folded + " against " + layers);
    assertTrue(folded < 0.05 * largest(exact), folded + " of " + largest(exact));
  }

  /** As one that has been trained: its maps' means lie far from 0 against their deviations. */
  @Test
  void aTrainedNetworkIsAsNearAndInBfloat16Too() {
    Films films = Phantoms.of(8).films();
    try (ChestModel trained = DenseNet121.pretrained()) {
      try (NDManager batch = NativeMemory.newManager();
          Batches batches = trained.loader(films).pass(batch);
          Batch prepared = batches.next()) {
        assertClose(trained.straightLogits(prepared.images()), trained.logits(prepared.images()));
      }
      float[] exact = probabilities(trained, films);
      trained.setPrecision(Precision.BF16);
      double folded = distance(exact, probabilities(trained, films));
      System.setProperty(FoldedNetwork.SWITCH.property(), "false");
      double layers = distance(exact, probabilities(trained, films));
      assertTrue(folded < 1.5 * layers, folded + " against " + layers);
      assertTrue(folded < 0.02, String.valueOf(folded));
    }
  }

  private static float[] probabilities(ChestModel model, Films films) {
    List<float[]> rows = model.predict(films).probabilities();
    float[] all = new float[rows.size() * rows.get(0).length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * rows.get(0).length, rows.get(0).length);
    }
    return all;
  }

  private static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares / a.length);
  }

  @ParameterizedTest
  @CsvSource({"features.norm5", "relu"})
  void heatMapsAreMadeOfTheSameNumbers(String layer) {
    GrayImage image = picture();
    LayerActivation folded = model.activationAndGradient(image, layer, "b");
    System.setProperty(FoldedNetwork.SWITCH.property(), "false");
    LayerActivation layers = model.activationAndGradient(image, layer, "b");
    assertClose(layers.activation(), folded.activation());
    assertEquals(
        layers.logits().get(0), folded.logits().get(0), 1e-5 * largest(layers.activation()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"features.transition1.conv", "features.transition2.pool"})
  void whereAHeatMapLooksIntoATransitionItsOrderIsTorchvisions(String layer) {
    GrayImage image = picture();
    LayerActivation seen = model.activationAndGradient(image, layer, "a", "b", "c");
    // 320 pixels: 80 places after the stem, and half as many after each pooling; half the maps.
    boolean first = layer.endsWith("conv");
    assertEquals(first ? 80 : 20, seen.height());
    assertEquals(first ? 128 : 256, seen.channels());
    float[] logits = new float[3];
    for (int i = 0; i < 3; i++) {
      logits[i] = seen.logits().get(i);
    }
    assertClose(model.logits(NetworkInput.of(image, model.preprocessing(), manager)), logits);
  }

  private static GrayImage picture() {
    Random random = new Random(5);
    float[] pixels = new float[100 * 100];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return GrayImage.of(100, 100, pixels);
  }

  @Test
  void thePropertyTurnsItOffAndTheSummarySaysSo() {
    assertTrue(model.summary().text().contains("in the convolutions"), model.summary().text());
    NDArray films = images(2, 64, 64);
    System.setProperty(FoldedNetwork.SWITCH.property(), "false");
    assertArrayEquals(model.straightLogits(films), model.logits(films));
    assertTrue(model.summary().text().contains("turned off by -Dcxrlab.folding"));
  }
}
