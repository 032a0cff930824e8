package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as researchers hold them. Those in the folder "cases" were written by PyTorch: a network of
 * one convolution and a head, with all kinds of things beside it or under other names.
 */
class ForeignWeightsTest {
  private static final Set<String> NETWORK =
      Set.of("features.conv0.weight", "classifier.weight", "classifier.bias");
  private static final Duration TIME = Duration.ofSeconds(20);

  @TempDir Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(ForeignWeightsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(resource("cases"))) {
      return files
          .filter(file -> !file.getFileName().toString().matches("(whole-module|monai).pt"))
          .sorted()
          .toList();
    }
  }

  private static Set<String> names(WeightsFile file) {
    return file.tensors().stream().map(Tensor::name).collect(Collectors.toSet());
  }

  private static String remarks(WeightsFile file) {
    return file.remarks(320).stream().map(WeightsRemark::toString).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNetworkIsFoundUnderAnyKeyPrefixAndNameOfItsHeadAndBesideAnything(Path file) {
    WeightsFile read = Weights.read(file);
    assertEquals(NETWORK, names(read));
    assertEquals(1, read.outputs());
  }

  @Test
  void whatWasRenamedIsTold() {
    String said = remarks(Weights.read(resource("cases/prefix-module__orig_mod_.pt")));
    assertTrue(said.contains("its network stands under \"module._orig_mod.\""), said);
    said = remarks(Weights.read(resource("cases/head-classifier_fc.pt")));
    assertTrue(said.contains("its head is called \"classifier.fc\""), said);
  }

  @Test
  void monaisNamesAreTorchvisions() {
    WeightsFile read = Weights.read(resource("cases/monai.pt"));
    assertEquals(
        Set.of(
            "features.conv0.weight",
            "features.denseblock1.denselayer1.conv1.weight",
            "classifier.weight",
            "classifier.bias"),
        names(read));
    // Of one channel, and still nobody's in particular.
    assertEquals(1, read.channels());
    assertEquals(Scaling.STANDARDISED, read.scaling());
    assertTrue(remarks(read).contains("does not tell how its network takes pixels"));
  }

  @Test
  void whatHadToBeAssumedIsToldWithWhatChangesIt() {
    WeightsFile file = Weights.read(resource("cases/prefix-net_.pt"));
    List<WeightsRemark> told = file.remarks(320);
    String inCode = told.get(1).toString();
    assertTrue(inCode.contains("standardised by its own mean"), inCode);
    assertTrue(inCode.contains("3 equal channels"), inCode);
    assertTrue(inCode.contains(".scaled(Scaling.IMAGENET)"), inCode);
    assertTrue(told.get(1).forCommand().contains("--input imagenet"));
    assertTrue(told.get(2).toString().contains("320 x 320 pixels; model.setImageSize(224)"));
    assertTrue(told.get(2).forCommand().contains("--size 224"));
    assertEquals(1, file.scaled(Scaling.UNIT).sized(224).remarks(320).size());
  }

  @Test
  void labelsThatACheckpointNamesAreTaken() {
    WeightsFile file = Weights.read(resource("cases/labels-list.pt"));
    assertEquals(Optional.of(Labels.of("A")), file.labels());
    assertTrue(remarks(file).contains("labels-list.pt names its labels: A"), remarks(file));
  }

  @Test
  void aWholeModuleOfTorchxrayvisionsIsReadWithoutItsOutputsThatWereNeverTrained() {
    WeightsFile file = Weights.read(resource("xrv_module.pt"));
    assertEquals(Scaling.XRV, file.scaling());
    assertEquals(Framing.CENTRE, file.framing());
    assertEquals(OptionalInt.of(224), file.imageSize());
    assertEquals(15, file.outputs());
    List<String> labels = file.labels().orElseThrow().names();
    assertFalse(labels.contains("Infiltration"), "it has no name in the file");
    assertEquals(15, file.operatingPoints().orElseThrow().points().size());
    String said = remarks(file);
    assertTrue(said.contains("3 of its 18 outputs were never trained and are left out"), said);
    assertFalse(said.contains("several networks"), said);
  }

  @Test
  void operatingPointsAreStretchedToAHalfAsTorchxrayvisionDoes() {
    // By hand: 1 - (1 - 0.4528) / (2 * 0.93) and so on; below the point 0.03 / 0.14.
    OperatingPoints points = new OperatingPoints(List.of(0.07, 0.02, 0.05, 0.07));
    float[] said = {0.4528f, 0.7219f, 0.3747f, 0.03f};
    double[] now =
        IntStream.range(0, said.length).mapToDouble(i -> points.apply(i, said[i])).toArray();
    assertArrayEquals(new double[] {0.7058, 0.8581, 0.6709, 0.2143}, now, 5e-5);
    assertEquals(0.5, points.apply(0, 0.07), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"own.h5", "own.safetensors"})
  void filesOfOursKeepOperatingPointsFramingAndAScalingOfOnesOwn(String name) throws IOException {
    Scaling scaling = Scaling.of(List.of(0.5, 0.25, 0.125), List.of(1.0, 2.0, 3.0));
    WeightsFile file =
        WeightsFile.plain(
                folder.resolve(name),
                "",
                List.of(
                    new Tensor("classifier.weight", new Shape(2, 1), new float[] {5, 6}),
                    new Tensor("classifier.bias", new Shape(2), new float[] {7, 8})),
                KerasFile.EPSILON)
            .labelled(Labels.of("Mass", "Nodule"))
            .scaled(scaling)
            .framed(Framing.CENTRE)
            .stretchedAt(new OperatingPoints(List.of(0.07, 0.1)));
    if (name.endsWith(".h5")) {
      KerasWriter.write(file);
    } else {
      Safetensors.write(file, StoredPrecision.F32);
    }
    WeightsFile back = Weights.read(file.path());
    assertEquals(file.intake(), back.intake());
    assertEquals(file.operatingPoints(), back.operatingPoints());
    assertEquals(file.labels(), back.labels());
    assertEquals(KerasFile.EPSILON, back.epsilon());
  }

  @Test
  void anOwnNetworkOfOneChannelIsNotTorchxrayvisions() throws IOException {
    String header =
        "{\"features.conv0.weight\":{\"dtype\":\"F32\",\"shape\":[1,1,2,1],\"data_offsets\":[0,8]},"
            + "\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[18,1],\"data_offsets\":[8,80]},"
            + "\"fc.bias\":{\"dtype\":\"F32\",\"shape\":[18],\"data_offsets\":[8,80]}}";
    WeightsFile file = Weights.read(safetensors(header, 80));
    assertEquals(Scaling.STANDARDISED, file.scaling());
    assertEquals(Optional.empty(), file.labels());
    String said = remarks(file);
    assertTrue(said.contains("torchxrayvision's take pixels from -1024 to 1024"), said);
  }

  @Test
  void ofTwoNetworksInAFileOneIsTakenAndTheOtherNamed() throws IOException {
    String conv =
        "features.conv0.weight\":{\"dtype\":\"F32\",\"shape\":[1,3,1,1],\"data_offsets\":";
    String header =
        "{\"ema."
            + conv
            + "[0,12]},\"model."
            + conv
            + "[12,24]},"
            + "\"criterion.pos_weight\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    WeightsFile file = Weights.read(safetensors(header, 24));
    assertEquals(1, file.tensors().size());
    assertTrue(remarks(file).contains("\"model.\""), remarks(file));
    assertTrue(remarks(file).contains("2 tensors of made.safetensors are not"), remarks(file));
  }

  @Test
  void aProgramBesideAStateDictIsNeitherRunNorKeptSilent() throws IOException {
    // A state_dict of one tensor and, under "x", os.system("touch x") by REDUCE.
    String storage = "(S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI1\ntQ";
    String tensor =
        "ctorch._utils\n_rebuild_tensor_v2\n("
            + storage
            + "I0\n(I1\nI1\nI1\nI1\nt(I1\nI1\nI1\nI1\nt"
            + "I00\nNtR";
    String pickle =
        "(dS'features.conv0.weight'\n" + tensor + "sS'x'\ncos\nsystem\n(S'touch x'\ntRs.";
    WeightsFile file = Weights.read(zip(pickle.getBytes(StandardCharsets.ISO_8859_1), new byte[4]));
    assertEquals(Set.of("features.conv0.weight"), names(file));
    assertTrue(remarks(file).contains("names os.system"), remarks(file));
    assertFalse(Files.exists(Path.of("x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"I", "L", "F", "g", "p"})
  void aNumberOfMillionsOfDigitsIsRefusedAtOnce(String opcode) throws IOException {
    Path file = zip((opcode + "9".repeat(3_000_000) + "\n.").getBytes(StandardCharsets.US_ASCII));
    assertRefused(file, "a number of more than 1,000 characters");
  }

  @Test
  void aBinaryNumberOfMillionsOfBytesIsRefusedAtOnce() throws IOException {
    ByteBuffer pickle = ByteBuffer.allocate(3_000_006).order(ByteOrder.LITTLE_ENDIAN);
    pickle.put((byte) 0x8b).putInt(3_000_000).put(3_000_005, (byte) '.');
    assertRefused(zip(pickle.array()), "claims a number of 3000000 bytes");
  }

  @Test
  void listsThatHoldEachOtherAndNestWithoutEndAreRefusedAtOnce() throws IOException {
    // Each list holds the one before it twice: 2^60 places, were they walked through.
    StringBuilder doubled = new StringBuilder("]q\u0000");
    for (int i = 1; i < 60; i++) {
      doubled.append("](h").append((char) (i - 1)).append('h').append((char) (i - 1));
      doubled.append("eq").append((char) i);
    }
    assertRefused(
        zip((doubled + ".").getBytes(StandardCharsets.ISO_8859_1)), "holds no state_dict");
    String nested = "]".repeat(500_000) + "a".repeat(499_999) + ".";
    assertRefused(zip(nested.getBytes(StandardCharsets.US_ASCII)), "holds no state_dict");
    // One list of pairs that is made a dictionary of again and again.
    String pairs = "](" + "(I1\nI2\nt".repeat(2000) + "eq\u0001";
    String again = pairs + "(" + "ccollections\nOrderedDict\n(h\u0001tR".repeat(2000) + "l.";
    assertRefused(zip(again.getBytes(StandardCharsets.ISO_8859_1)), "more in it than weights have");
  }

  @Test
  void safetensorsOfVeryManyTensorsAreRefusedAtOnce() throws IOException {
    String one = ":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    String many =
        IntStream.range(0, 60_000)
            .mapToObj(i -> "\"" + i + "\"" + one)
            .collect(Collectors.joining(",", "{", "}"));
    assertRefused(safetensors(many, 0), "names 60,000 tensors");
    String more = "{\"a\":\"" + " ".repeat(5_000_000) + "\"}";
    assertRefused(safetensors(more, 0), "claims a header of");
  }

  private static void assertRefused(Path file, String why) {
    assertTimeout(
        TIME, // a tenth of a second, where the machine is not busy with other tests
        () -> {
          String said = assertThrows(WeightsException.class, () -> Weights.read(file)).getMessage();
          assertTrue(said.contains(why), said);
        });
  }

  private Path safetensors(String header, int numbers) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + numbers).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("made.safetensors"), bytes.putLong(json.length).put(json).array());
  }

  private Path zip(byte[] pickle, byte[]... storages) throws IOException {
    Path file = folder.resolve("made.pt");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      StoredZip.store(zip, "a/data.pkl", pickle);
      for (int i = 0; i < storages.length; i++) {
        StoredZip.store(zip, "a/data/" + i, storages[i]);
      }
    }
    return file;
  }
}
