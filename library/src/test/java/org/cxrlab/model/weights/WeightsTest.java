package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.ZipOutputStream;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Scaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiny files are written by PyTorch's and Keras' own programs: bench/make_tiny_weights.py. */
class WeightsTest {
  private static final String NORM = "features.norm0.";

  @TempDir Path folder;

  private static Path tiny(String name) {
    try {
      return Path.of(WeightsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Tensor tensor(WeightsFile file, String name) {
    return file.tensors().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + file.tensors()));
  }

  private static void assertTensor(WeightsFile file, String name, Shape shape, float... values) {
    Tensor tensor = tensor(file, name);
    assertEquals(shape, tensor.shape(), name);
    assertArrayEquals(values, tensor.values(), name);
  }

  @Test
  void aStateDictIsReadInEveryPrecisionAndWithItsStrides() {
    WeightsFile file = Weights.read(tiny("tiny.pth"));
    assertEquals("PyTorch", file.format());
    assertEquals(4, file.tensors().size(), "the counter is left out");
    // numpy: arange(48).reshape(4, 3, 2, 2).transpose(1, 0, 2, 3)[:, 1:3].ravel()
    assertTensor(
        file,
        "features.conv0.weight",
        new Shape(3, 2, 2, 2),
        new float[] {
          12, 13, 14, 15, 24, 25, 26, 27, 16, 17, 18, 19, 28, 29, 30, 31, 20, 21, 22, 23, 32, 33,
          34, 35
        });
    // The largest half, and 6e-8, which becomes the smallest one: 2^-24.
    assertTensor(
        file, NORM + "weight", new Shape(4), 1, -0.333251953125f, 65504, (float) Math.pow(2, -24));
    assertTensor(file, NORM + "bias", new Shape(2), 1, -0.33203125f);
    assertTensor(file, NORM + "running_mean", new Shape(1), 0.1f);
    assertEquals(1e-5, file.epsilon());
    assertEquals(Scaling.STANDARDISED, file.scaling());
  }

  @Test
  void anOldCheckpointOfAWrappedNetworkHasTorchvisionsNamesAndImageNetsPixels() {
    WeightsFile file = Weights.read(tiny("tiny.pth.tar"));
    assertEquals(3, file.tensors().size());
    assertTensor(file, "features.denseblock1.denselayer1.norm1.weight", new Shape(3), 0, 1, 2);
    assertTensor(file, "classifier.weight", new Shape(2, 3), 0, 1, 2, 3, 4, 5);
    assertTensor(file, "classifier.bias", new Shape(2), 0.5f, -0.5f);
    assertEquals(Scaling.IMAGENET, file.scaling());
    assertEquals(OptionalInt.of(224), file.imageSize());
  }

  @Test
  void oneChannelMeansTorchxrayvisionsPixelsSizeAndLabels() throws IOException {
    WeightsFile file =
        Weights.read(
            safetensors(
                "{\"features.conv0.weight\":"
                    + "{\"dtype\":\"F32\",\"shape\":[1,1,2,1],\"data_offsets\":[0,8]},"
                    + "\"classifier.bias\":"
                    + "{\"dtype\":\"F32\",\"shape\":[18],\"data_offsets\":[8,80]},"
                    + "\"op_threshs\":{\"dtype\":\"F32\",\"shape\":[18],\"data_offsets\":[8,80]}}",
                80));
    assertEquals(1, file.channels());
    assertEquals(Scaling.XRV, file.scaling());
    assertEquals(OptionalInt.of(224), file.imageSize());
    // torchxrayvision.datasets.default_pathologies
    assertEquals("Enlarged Cardiomediastinum", file.labels().orElseThrow().get(17));
    assertEquals(2, file.tensors().size(), "its thresholds are no part of the network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_keras2.h5", "tiny_keras2_model.h5", "tiny_keras3.weights.h5"})
  void kernelsOfKerasAreTurnedAndItsLayersRenamed(String name) {
    WeightsFile file = Weights.read(tiny(name));
    assertEquals("Keras HDF5", file.format());
    assertEquals(7, file.tensors().size());
    // numpy: arange(12).reshape(2, 1, 3, 2).transpose(3, 2, 0, 1).ravel()
    assertTensor(
        file,
        "features.conv0.weight",
        new Shape(2, 3, 2, 1),
        new float[] {0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11});
    String norm = "features.denseblock1.denselayer1.norm1.";
    assertTensor(file, norm + "weight", new Shape(2), 0, 1);
    assertTensor(file, norm + "bias", new Shape(2), 10, 11);
    assertTensor(file, norm + "running_mean", new Shape(2), 20, 21);
    assertTensor(file, norm + "running_var", new Shape(2), 30, 31);
    assertTensor(file, "classifier.weight", new Shape(3, 2), 0, 3, 1, 4, 2, 5);
    assertTensor(file, "classifier.bias", new Shape(3), 0, 1, 2);
  }

  @Test
  void epsilonIsKerasOwnUnlessTheModelTellsAnother() {
    assertEquals(1.001e-5, Weights.keras(tiny("tiny_keras2.h5")).epsilon());
    // The default of a batch norm in Keras, with which this network was made.
    assertEquals(1e-3, Weights.keras(tiny("tiny_keras2_model.h5")).epsilon());
  }

  @Test
  void nothingThatAPickleNamesIsCalled() throws IOException {
    // pickletools.dis: GLOBAL 'os system', MARK, STRING 'touch x', TUPLE, REDUCE, STOP
    String why = "would be made by os.system, which is not called here";
    assertRefused(zip("archive/data.pkl", "cos\nsystem\n(S'touch x'\ntR."), why);
    assertRefused(zip("a/data.pkl", "(S'touch x'\nios\nsystem\n."), why);
    assertRefused(
        zip("a/data.pkl", "\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093)\u0081."),
        "would be made by builtins.eval");
    assertRefused(zip("a/data.pkl", "(cposix\nsystem\nS'touch x'\no."), "by posix.system");
    Path old = folder.resolve("old.pt");
    Files.writeString(old, "\u0080\u0002cos\nsystem\n)R.", StandardCharsets.ISO_8859_1);
    assertRefused(old, why);
  }

  @Test
  void aPickleThatClaimsAHugeTextIsRefused() throws IOException {
    assertRefused(zip("a/data.pkl", "\u0080\u0002X\u00ff\u00ff\u00ff\u007f."), "2147483647 bytes");
  }

  @Test
  void aPickleOfAListThatHoldsItselfIsRefused() throws IOException {
    // ']' a list, 'q0' kept, 'h0a' appended to itself; then as a key, and as what is referred to.
    String itself = "]q\u0000h\u0000a";
    assertRefused(zip("a/data.pkl", "}" + itself + "K\u0001s."), "a list for a key");
    assertRefused(zip("a/data.pkl", "}(" + itself + "K\u0001u."), "a list for a key");
    assertRefused(zip("a/data.pkl", "(" + itself + "K\u0001d."), "a list for a key");
    assertRefused(zip("a/data.pkl", itself + "Q."), "by something outside of its pickle");
    assertRefused(zip("a/data.pkl", itself + itself + "\u0093."), "must have a name");
    assertRefused(zip("a/data.pkl", "\u008f(" + itself + "\u0090."), "holds no state_dict");
    assertRefused(zip("a/data.pkl", itself + "."), "holds no state_dict");
  }

  @Test
  void aPickleWithMoreInItThanWeightsHaveIsRefused() throws IOException {
    assertRefused(zip("a/data.pkl", "}".repeat(2_000_001) + "."), "more in it than weights have");
  }

  @Test
  void aTensorThatIsToldOfOtherNumbersThanAreStoredIsRefused() {
    Path file = Path.of("told.pt");
    var type = StoredTensor.Type.of(StoredPrecision.F64, "DoubleStorage");
    var storage = new StoredTensor.Storage(type, "0", 2);
    ByteBuffer stored = ByteBuffer.allocate(2 * Float.BYTES);
    String more = "describes \"w\" as more than is stored of it";
    for (StoredTensor told :
        List.of(
            new StoredTensor(storage, 0, new long[] {2}, new long[] {1}),
            new StoredTensor(storage, 1, new long[] {2}, new long[] {1}),
            new StoredTensor(storage, 0, new long[] {2, 2}, new long[] {1, Long.MAX_VALUE}))) {
      String said =
          assertThrows(WeightsException.class, () -> told.read(file, "w", stored)).getMessage();
      assertTrue(said.contains(more), said);
    }
  }

  @Test
  void tensorsThatShareTheSameNumbersAgainAndAgainAreRefused() throws IOException {
    int count = 1000;
    StringBuilder header = new StringBuilder("{");
    for (int i = 0; i < 100; i++) {
      header.append(
          Text.format(
              "\"w%d\":{\"dtype\":\"F32\",\"shape\":[%d,600],\"data_offsets\":[0,%d]},",
              i, count, 2400 * count));
    }
    header.setCharAt(header.length() - 1, '}');
    Path file = safetensors(header.toString(), 2400 * count);
    assertRefused(file, "claims 50400000 numbers, and a DenseNet121 has 8 million");
  }

  @Test
  void shapesAndRemarksThatMakeNoSenseAreRefused() throws IOException {
    String entry = "{\"w\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,%d]}}";
    assertRefused(safetensors(Text.format(entry, "[4611686018427387904,4]", 0), 8), "has 0 bytes");
    assertRefused(safetensors(Text.format(entry, "[-1,-2]", 8), 8), "describes \"w\"");
    assertRefused(safetensors("{\"__metadata__\":[1]}", 0), "remarks that can't be understood");
    assertRefused(
        safetensors("{\"__metadata__\":{\"scaling\":\"XRV\",\"epsilon\":\"-1\"}}", 0),
        "remarks that can't be understood");
    assertRefused(safetensors("{\"a\":".repeat(50_000), 0), "has a header that is not JSON");
  }

  @Test
  void aZipArchiveOfSomethingElseIsRefused() throws IOException {
    assertRefused(zip("letter.txt", "Dear Sir"), "without PyTorch's data.pkl");
    assertRefused(zip("a/data.pkl", "}."), "holds no state_dict");
  }

  @Test
  void aHeaderThatClaimsMoreThanTheFileHasIsRefused() throws IOException {
    Path file = folder.resolve("huge.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(1L << 60).put((byte) '{').array());
    assertRefused(file, "claims a header of 1152921504606846976 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny.pth", "tiny.pth.tar", "tiny_keras2.h5", "tiny_keras3.weights.h5"})
  void aFileThatWasCutOffIsRefusedWhereverItEnds(String name) throws IOException {
    byte[] whole = Files.readAllBytes(tiny(name));
    for (int tenth = 1; tenth <= 9; tenth++) {
      Path file = folder.resolve(tenth + name);
      Files.write(file, Arrays.copyOf(whole, whole.length * tenth / 10));
      assertRefused(file, "");
    }
  }

  @Test
  void aFileOfNoKnownKindAndOneThatIsMissingAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "These are my notes.");
    assertRefused(text, "is neither Keras HDF5 nor PyTorch nor safetensors");
    Path missing = folder.resolve("missing.h5");
    assertTrue(
        assertThrows(UncheckedIOException.class, () -> Weights.keras(missing))
            .getMessage()
            .contains("missing.h5"));
  }

  private static void assertRefused(Path file, String why) {
    String said = assertThrows(WeightsException.class, () -> Weights.read(file)).getMessage();
    assertTrue(said.startsWith("The weights file " + file), said);
    assertTrue(said.endsWith(". Nothing was loaded."), said);
    assertTrue(said.contains(why), said);
  }

  private Path safetensors(String header, int numbers) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("made.safetensors");
    Files.write(file, bytes.putLong(json.length).put(json).array());
    return file;
  }

  /** An archive as PyTorch makes it, which does not compress; one byte for each character. */
  private Path zip(String name, String content) throws IOException {
    Path file = folder.resolve("made.pt");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      StoredZip.store(zip, name, content.getBytes(StandardCharsets.ISO_8859_1));
    }
    return file;
  }
}
