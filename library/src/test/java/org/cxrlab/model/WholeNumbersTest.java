package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Weights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WholeNumbersTest {
  private static final Labels LABELS = Labels.of("a", "b", "c");

  private final NDManager manager = NativeMemory.newManager();

  @AfterEach
  void close() {
    System.clearProperty(FoldedNetwork.SWITCH.property());
    System.clearProperty(FilmTasks.SWITCH.property());
    manager.close();
  }

  /**
   * By hand. The pair 0.5 and 0.25 is 0.75, of which 127 whole weights are 0.75 / 127 each: 84.7
   * and 42.3, so 85 and 42. Of 255 and 255 the products are 32,385, which 16 bits just hold, and
   * that is 191.25; of 10 and 20 they are 1,690, which is 9.98. Below 0 the same, from a bias of
   * 200. Two equal weights are 63.5, so 64, and a hundred and twenty-seventh too large.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.25, 255, 255, 0.3, 192",
    "0.5, 0.25, 10, 20, 0.3, 10",
    "-0.5, -0.25, 255, 255, 200, 9",
    "-0.5, -0.25, 255, 255, 0, 0",
    "0.5, -0.25, 254, 0, 0, 127",
    "1, 1, 255, 255, -300, 214",
    "-1, -1, 255, 255, 512, 0"
  })
  void aConvolutionByHand(float a, float b, int x, int y, float bias, int expected) {
    int maps = 16; // The same weights for each pair of maps, and films that have two maps alone.
    float[] weight = new float[16 * maps];
    for (int i = 0; i < weight.length; i += 2) {
      weight[i] = a;
      weight[i + 1] = b;
    }
    TorchScript module = TorchScript.ofResource("FoldedNetwork");
    float[] biases = new float[16];
    Arrays.fill(biases, bias);
    List<NDArray> f =
        module.call(
            manager,
            "in_eight_bits",
            manager.create(weight, new Shape(16, maps, 1, 1)),
            manager.create(biases),
            manager.zeros(new Shape(maps)),
            0L);
    for (int pair = 0; pair < maps / 2; pair++) {
      byte[] pixels = new byte[maps];
      pixels[2 * pair] = (byte) x;
      pixels[2 * pair + 1] = (byte) y;
      NDArray film =
          manager.create(ByteBuffer.wrap(pixels), new Shape(1, maps, 1, 1), DataType.UINT8);
      byte[] result =
          module.call(manager, "convolve_whole", film, f, 0L, "none").get(0).toByteArray();
      for (byte one : result) {
        assertEquals(expected, one & 255, "pair " + pair);
      }
    }
  }

  /** A network as trained: its logits, and what each label's vary by. */
  @Test
  void logitsOfATrainedNetworkMoveByATenthOfTheirDeviationAtMost() {
    Films films = Phantoms.of(16).films();
    try (ChestModel model = DenseNet121.pretrained()) {
      double[][] exact = logits(model, films);
      double[][] whole = logits(model.quantise(films), films);
      for (int label = 0; label < exact[0].length; label++) {
        double[] before = column(exact, label);
        double[] change = column(whole, label);
        for (int i = 0; i < change.length; i++) {
          change[i] -= before[i];
        }
        double share = deviation(change) / deviation(before);
        assertTrue(share < 0.15, model.labels().get(label) + " " + share);
        assertTrue(share > 1e-5, model.labels().get(label) + " is not in 8 bits");
      }
    }
  }

  private static double[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  private static double deviation(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  private static double[][] logits(ChestModel model, Films films) {
    return model.predict(films).probabilities().stream()
        .map(
            row -> {
              double[] logits = new double[row.length];
              for (int i = 0; i < row.length; i++) {
                logits[i] = Math.log(row[i] / (1 - row[i]));
              }
              return logits;
            })
        .toArray(double[][]::new);
  }

  private NDArray images() {
    return manager.randomNormal(new Shape(3, 1, 64, 64));
  }

  private static ChestModel small() {
    return SmallDenseNet.create(LABELS, 3).setImageSize(64);
  }

  private static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void gainsOfAllKindsAreServed() {
    try (ChestModel model = small()) {
      Formula.fillNorms(model);
      Films films = Phantoms.of(16).films();
      double[][] exact = logits(model, films);
      double[][] whole = logits(model.quantise(films), films);
      double apart = 0;
      double moved = 0;
      for (int i = 0; i < exact.length; i++) {
        apart = Math.max(apart, Math.abs(exact[i][0] - exact[0][0]));
        moved = Math.max(moved, Math.abs(exact[i][0] - whole[i][0]));
      }
      assertTrue(apart > 0 && moved < 0.2 * apart, moved + " of " + apart);
    }
  }

  @ParameterizedTest
  @EnumSource(StoredPrecision.class)
  void aSavedModelPredictsTheSame(StoredPrecision stored, @TempDir Path folder) {
    NDArray images = images();
    try (ChestModel model = small()) {
      if (stored != StoredPrecision.F32) {
        // So that saving rounds nothing.
        model.save(folder.resolve("rounded"), stored);
      }
      try (ChestModel rounded =
          stored == StoredPrecision.F32 ? small() : ChestModel.load(folder.resolve("rounded"))) {
        float[] expected = rounded.quantise(Phantoms.of(8).films()).logits(images);
        rounded.save(folder.resolve("saved"), stored);
        try (ChestModel loaded = ChestModel.load(folder.resolve("saved"))) {
          assertEquals(Precision.FP32, loaded.precision());
          assertArrayEquals(expected, loaded.setPrecision(Precision.INT8).logits(images));
          assertTrue(
              largestDifference(expected, loaded.setPrecision(Precision.FP32).logits(images)) > 0);
        }
      }
    }
  }

  @Test
  void withoutRangesOfTheseWeightsItIsRefused() {
    NDArray images = images();
    try (ChestModel model = small()) {
      var never = assertThrows(CxrlabException.class, () -> model.setPrecision(Precision.INT8));
      assertTrue(never.getMessage().contains("model.quantise(films)"), never.getMessage());
      assertEquals(Precision.FP32, model.precision());
      model.quantise(Phantoms.of(8).films());
      model.logits(images);
      model.startAnew(5);
      assertThrows(CxrlabException.class, () -> model.logits(images));
      var none =
          assertThrows(
              IllegalArgumentException.class,
              () -> model.quantise(new Films("none", LABELS, List.of())));
      assertTrue(none.getMessage().contains("none"), none.getMessage());
    }
  }

  @Test
  void nobodyLearnsInIt() {
    try (ChestModel model = small().quantise(Phantoms.of(8).films())) {
      WeightCopy before = model.copyWeights();
      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> model.step(images(), logits -> logits.square().mean(), (w, g) -> {}));
      assertTrue(refused.getMessage().contains("fp32 or bf16"), refused.getMessage());
      assertTrue(before.sameAs(model.copyWeights()));
    }
  }

  @Test
  void whereFoldingIsOffItIsRefused() {
    System.setProperty(FoldedNetwork.SWITCH.property(), "false");
    try (ChestModel model = small()) {
      Films films = Phantoms.of(8).films();
      var refused = assertThrows(CxrlabException.class, () -> model.quantise(films));
      assertTrue(
          refused.getMessage().contains(FoldedNetwork.SWITCH.property()), refused.getMessage());
    }
  }

  /** A film that is no number is not to be taken for an answer. */
  @Test
  void whatIsNoNumberIsSeenInTheLogits() {
    try (ChestModel model = small().quantise(Phantoms.of(8).films())) {
      NDArray images = images();
      images.set(new NDIndex("1, 0, 30, 30"), Float.NaN);
      float[] logits = model.logits(images);
      for (int i = 0; i < logits.length; i++) {
        assertEquals(i / 3 == 1, Float.isNaN(logits[i]), "logit " + i);
      }
      assertFalse(model.summary().text().contains("fp32"), model.summary().text());
    }
  }

  /** Each film is computed by itself, by one thread or by all. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aFilmsLogitsDoNotDependOnTheOthers(String asTasks) {
    System.setProperty(FilmTasks.SWITCH.property(), asTasks);
    NDArray images = manager.randomNormal(new Shape(7, 1, 96, 75));
    try (ChestModel model = small().quantise(Phantoms.of(8).films())) {
      float[] all = model.logits(images);
      assertArrayEquals(all, model.logits(images));
      for (int i = 0; i < 7; i++) {
        float[] own = Arrays.copyOfRange(all, 3 * i, 3 * i + 3);
        assertArrayEquals(own, model.logits(images.get(i + ":" + (i + 1))), 1e-6f);
      }
      System.setProperty(FilmTasks.SWITCH.property(), "false");
      assertArrayEquals(all, model.logits(images), 1e-6f);
    }
  }

  @Test
  void theyHoldForFilmsOfTheSizeThatTheyWereMeasuredOn(@TempDir Path folder) {
    NDArray images = images();
    try (ChestModel model = small()) {
      float[] expected = model.quantise(Phantoms.of(8).films()).logits(images);
      model.setImageSize(96);
      var refused = assertThrows(CxrlabException.class, () -> model.logits(images));
      assertTrue(refused.getMessage().contains("64 x 64 pixels"), refused.getMessage());
      assertTrue(refused.getMessage().contains("96 x 96 pixels"), refused.getMessage());
      model.save(folder);
      try (ChestModel loaded = ChestModel.load(folder).setImageSize(64)) {
        assertThrows(CxrlabException.class, () -> loaded.setPrecision(Precision.INT8));
      }
      assertArrayEquals(expected, model.setImageSize(64).logits(images));
    }
  }

  @Test
  void theyComeBackWithTheWeightsAndStayUnderAnotherHead() {
    NDArray images = images();
    try (ChestModel model = small()) {
      float[] expected = model.quantise(Phantoms.of(8).films()).logits(images);
      WeightCopy before = model.copyWeights();
      model.startAnew(5).restore(before);
      assertArrayEquals(expected, model.logits(images));
      LinearHead head = model.head();
      assertArrayEquals(expected, model.setHead(head).logits(images));
      model.startAnew(5);
      model.restore(new WeightCopy(before.learnt(), before.remembered()));
      assertThrows(CxrlabException.class, () -> model.logits(images));
    }
  }

  @Test
  void weightsFromElsewhereHaveNone(@TempDir Path folder) {
    NDArray images = images();
    try (ChestModel model = small().quantise(Phantoms.of(8).films())) {
      Path file = model.exportSafetensors(folder.resolve("weights.safetensors"));
      model.loadWeights(Weights.read(file));
      assertThrows(CxrlabException.class, () -> model.logits(images));
      model.setPrecision(Precision.FP32).logits(images);
    }
  }

  /** Features are kept, and a cluster goes on, under these. */
  @Test
  void fingerprintsTellWhatWasMeasured() {
    try (ChestModel model = small()) {
      String exact = model.fingerprint();
      String features = model.backboneFingerprint();
      model.quantise(Phantoms.of(8).films());
      String whole = model.fingerprint();
      String wholeFeatures = model.backboneFingerprint();
      assertNotEquals(exact, whole);
      assertNotEquals(features, wholeFeatures);
      model.quantise(Phantoms.of(8).seed(9).films());
      assertNotEquals(whole, model.fingerprint());
      assertNotEquals(wholeFeatures, model.backboneFingerprint());
      model.setPrecision(Precision.FP32);
      assertEquals(exact, model.fingerprint());
      assertEquals(features, model.backboneFingerprint());
    }
  }

  @Test
  void heatMapsAreThoseOfSinglePrecision() {
    GrayImage film = GrayImage.read(Phantoms.of(1).films().get(0).path());
    NDArray images = images();
    try (ChestModel model = small()) {
      LayerActivation map = model.activationAndGradient(film, "features.norm5", "b");
      float[] logits = model.logits(images);
      model.quantise(Phantoms.of(8).films());
      LayerActivation again = model.activationAndGradient(film, "features.norm5", "b");
      assertArrayEquals(map.activation(), again.activation());
      assertArrayEquals(logits, model.fineLogits(images));
      assertTrue(largestDifference(logits, model.logits(images)) > 0);
    }
  }
}
