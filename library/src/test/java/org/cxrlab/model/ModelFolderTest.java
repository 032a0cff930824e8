package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.StoredPrecision;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {
  private static WeightCopy weights;
  private static float[] probabilities;

  @TempDir static Path saved;
  @TempDir Path folder;

  @BeforeAll
  static void save() {
    try (var model = Formula.fill(DenseNet121.create(Labels.of("Mass", "Hernia"), 5))) {
      model.setImageSize(32).note("plan", "{\"epochs\": 3}");
      model.save(saved);
      weights = model.copyWeights();
      probabilities = model.predict(Formula.image(0, 32));
    }
  }

  @BeforeEach
  void copy() throws IOException {
    for (Path file : files(saved)) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  @Test
  void aModelComesBackBitForBit() {
    try (var model = ChestModel.load(folder)) {
      assertTrue(weights.sameAs(model.copyWeights()));
      assertArrayEquals(probabilities, model.predict(Formula.image(0, 32)));
      assertEquals(Labels.of("Mass", "Hernia"), model.labels());
      assertEquals(new Preprocessing(32, 3), model.preprocessing());
      assertEquals(5, model.seed());
      assertEquals("{\"epochs\":3}", model.notes().get("plan"));
    }
  }

  @Test
  void inHalfPrecisionItTakesHalfTheRoomAndComesBackRounded() throws IOException {
    try (var model = ChestModel.load(folder)) {
      long whole = Files.size(weightsFile());
      model.save(folder, StoredPrecision.F16);
      assertTrue(weights.sameAs(model.copyWeights()), "what is in memory is not rounded");
      // 2 bytes for each of 6,870,208 numbers in kernels and 2 x 1024 in the head, and 4 for each
      // of 83,648 x 2 of batch norms and of the biases; the header has about 70,000 bytes
      assertEquals(13_744_512 + 669_192, Files.size(weightsFile()), 80_000);
      assertTrue(Files.size(weightsFile()) < whole * 0.52);
      try (var back = ChestModel.load(folder)) {
        assertEquals(model.preprocessing(), back.preprocessing());
        assertEquals(model.notes(), back.notes());
        List<Tensor> exact = model.tensors();
        List<Tensor> rounded = back.tensors();
        for (int t = 0; t < exact.size(); t++) {
          // Half a unit of the eleventh binary digit; below 2^-14 the halves are 2^-24 apart.
          double relative = exact.get(t).shape().dimension() < 2 ? 0 : 0x1p-11;
          for (int i = 0; i < exact.get(t).values().length; i++) {
            float value = exact.get(t).values()[i];
            double most = relative * Math.max(Math.abs(value), 0x1p-14);
            assertEquals(value, rounded.get(t).values()[i], most, exact.get(t).name());
          }
        }
        assertArrayEquals(probabilities, back.predict(Formula.image(0, 32)), 2e-3f);
        WeightCopy once = back.copyWeights();
        back.save(folder, StoredPrecision.F16);
        try (var twice = ChestModel.load(folder)) {
          assertTrue(once.sameAs(twice.copyWeights()), "rounding twice changes nothing");
        }
      }
    }
  }

  @Test
  void savingAgainLeavesOneModelInTheFolder() throws IOException {
    try (var model = ChestModel.load(folder)) {
      model.setImageSize(64).save(folder);
    }
    assertEquals(2, files(folder).size());
    try (var model = ChestModel.load(folder)) {
      assertEquals(64, model.preprocessing().imageSize());
    }
  }

  @Test
  void aSaveThatWasCutOffLeavesTheOldModel() throws IOException {
    // What a crash leaves: new weights, half written, and a description not yet in place.
    Files.write(folder.resolve("weights-0badcafe.safetensors"), new byte[100]);
    Files.writeString(folder.resolve("model.json.new"), "{\"architecture\": \"Den");
    try (var model = ChestModel.load(folder)) {
      assertTrue(weights.sameAs(model.copyWeights()));
    }
  }

  @Test
  void weightsCutInHalfAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(weightsFile());
    Files.write(weightsFile(), java.util.Arrays.copyOf(whole, whole.length / 2));
    assertRefused("it was cut off");
  }

  @Test
  void aHeaderLargerThanTheFileIsRefused() throws IOException {
    byte[] claim = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 60).array();
    Files.write(weightsFile(), claim);
    assertRefused("claims a header of 1152921504606846976 bytes");
  }

  @Test
  void anotherCountOfLabelsIsRefused() throws IOException {
    Path description = folder.resolve("model.json");
    Files.writeString(
        description, Files.readString(description).replace("\"Hernia\"", "\"Hernia\", \"Edema\""));
    assertRefused("\"classifier.weight\" is (2, 1024) and not (3, 1024)");
  }

  @Test
  void aDescriptionCutInHalfIsRefused() throws IOException {
    Path description = folder.resolve("model.json");
    String whole = Files.readString(description);
    Files.writeString(description, whole.substring(0, whole.length() / 2));
    assertRefused("model.json is not whole JSON");
  }

  @Test
  void aSizeThatTheNetworkCannotTakeIsRefusedWithTheDescriptionsName() throws IOException {
    Path description = folder.resolve("model.json");
    Files.writeString(
        description,
        Files.readString(description).replace("\"imageSize\": 32", "\"imageSize\": 16"));
    assertRefused("model.json can't be used. The image size is 16;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"imageSize\": 32 | \"imageSize\": -64 | The image size is -64;",
        "\"imageSize\": 32 | \"imageSize\": 100000 | The image size is 100000; it can be 4096",
        "\"imageSize\": 32 | \"imageSize\": 1e999999999 | Its \"imageSize\" is 1e999999999 and no"
            + " whole",
        "\"imageSize\": 32 | \"imageSize\": \"32\" | Its \"imageSize\" is \"32\" and no whole"
            + " number",
        "\"channels\": 3 | \"channels\": 0 | A film has 1 channel, or 3 equal ones, not 0.",
        "\"channels\": 3 | \"channels\": 1000000 | or 3 equal ones, not 1000000.",
        "\"STANDARDISED\" | \"NOPE\" | There is no scaling \"NOPE\" of pixels; there are"
            + " STANDARDISED,",
        "\"STANDARDISED\" | 3 | Its \"scaling\" is 3 and no text.",
        "\"labels\": [ | \"labels\": null, \"other\": [ | is not complete",
        "\"labels\": [ | \"labels\": [], \"other\": [ | It has 0 labels",
        "\"labels\": [ | \"labels\": [null, | One of its labels is null and no name.",
        "\"weights\": \" | \"weights\": \"../ | which is no name of a file beside it",
        "\"weights\": \" | \"weights\": \"/tmp/ | which is no name of a file beside it",
        "\"weights\": \" | \"weights\": \"/\", \"was\": \" | which is no name of a file beside it",
        "\"weights\": \" | \"weights\": \".\", \"was\": \" | which is no name of a file beside it",
        "\"weights\": \" | \"weights\": \"\", \"was\": \" | which is no name of a file beside it",
        "\"DenseNet121\" | \"ResNet\" | There is no network \"ResNet\" here",
      })
  void aDescriptionIsCheckedAsAWhole(String was, String now, String why) throws IOException {
    Path description = folder.resolve("model.json");
    String whole = Files.readString(description);
    assertTrue(whole.contains(was), whole);
    Files.writeString(description, whole.replace(was, now));
    assertRefused(why);
  }

  @Test
  void weightsOfWhichABitIsAnotherAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(weightsFile());
    whole[whole.length - 5] ^= 1;
    Files.write(weightsFile(), whole);
    assertRefused("its SHA-256 is another");
  }

  @ParameterizedTest
  @CsvSource({
    "features.conv0.weight, NaN, NaN",
    "classifier.bias, Infinity, Infinity",
    "features.norm0.running_mean, -Infinity, -Infinity",
    "features.norm5.running_var, -1, -1.0",
  })
  void aWeightThatIsNoNumberIsRefusedByItsName(String name, float value, String said)
      throws IOException {
    WeightsFile whole = Weights.safetensors(weightsFile());
    Tensor changed = null;
    for (Tensor tensor : whole.tensors()) {
      if (tensor.name().equals(name)) {
        tensor.values()[tensor.values().length - 1] = value;
        changed = tensor;
      }
    }
    assertNotNull(changed);
    try (var model = ChestModel.load(folder)) {
      var e = assertThrows(WeightsException.class, () -> model.loadWeights(whole));
      String sentence = "nothing was loaded: \"" + name + "\" holds " + said + ", as no weight may";
      assertTrue(e.getMessage().contains(sentence), e.getMessage());
      assertTrue(weights.sameAs(model.copyWeights()));
    }
  }

  @Test
  void aModelOfAnEarlierVersionHasNoSumAndOpens() throws IOException {
    Path description = folder.resolve("model.json");
    Files.writeString(
        description,
        Files.readString(description).replaceFirst("\"sha256\": \"[0-9a-f]{64}\",", ""));
    try (var model = ChestModel.load(folder)) {
      assertTrue(weights.sameAs(model.copyWeights()));
    }
  }

  @Test
  void aFolderWithoutAModelSaysSo() {
    var e =
        assertThrows(
            UncheckedIOException.class, () -> ChestModel.load(folder.resolve("elsewhere")));
    assertTrue(e.getMessage().contains("There is no model in"), e.getMessage());
  }

  private void assertRefused(String part) {
    var e = assertThrows(WeightsException.class, () -> ChestModel.load(folder));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private Path weightsFile() throws IOException {
    return files(folder).stream()
        .filter(file -> file.toString().endsWith(".safetensors"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
