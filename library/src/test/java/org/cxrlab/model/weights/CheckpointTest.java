package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pickles spelt out in the protocol of text: modules as PyTorch nests them, counters beside the
 * weights, and labels in all forms.
 */
class CheckpointTest {
  /** What every module has beside its tensors and its parts, in torch 2. */
  private static final List<String> OF_EVERY_MODULE =
      List.of(
          "_buffers",
          "_non_persistent_buffers_set",
          "_backward_pre_hooks",
          "_backward_hooks",
          "_forward_hooks",
          "_forward_hooks_with_kwargs",
          "_forward_hooks_always_called",
          "_forward_pre_hooks",
          "_forward_pre_hooks_with_kwargs",
          "_state_dict_hooks",
          "_state_dict_pre_hooks",
          "_load_state_dict_pre_hooks",
          "_load_state_dict_post_hooks");

  private static final String NETWORK =
      "S'features.conv0.weight'\n"
          + tensor("Float", 1, 3, 1, 1)
          + "sS'classifier.weight'\n"
          + tensor("Float", 2, 1)
          + "sS'classifier.bias'\n"
          + tensor("Float", 2)
          + "s";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"%s.", "(dS'model'\n%ssS'epoch'\nI3\ns."})
  void aWholeDenseNet121IsRead(String around) throws IOException {
    Map<String, String> features = new TreeMap<>();
    features.put("conv0", layer(tensor("Float", 1, 3, 1, 1)));
    features.put("norm5", layer(tensor("Float", 1)));
    int[] layers = {6, 12, 24, 16};
    for (int b = 1; b <= layers.length; b++) {
      Map<String, String> block = new TreeMap<>();
      for (int l = 1; l <= layers[b - 1]; l++) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : List.of("norm1", "conv1", "norm2", "conv2")) {
          parts.put(part, layer(tensor("Float", 1)));
        }
        parts.put("relu1", layer(""));
        parts.put("relu2", layer(""));
        block.put("denselayer" + l, module("", parts));
      }
      features.put("denseblock" + b, module("", block));
    }
    Map<String, String> network =
        Map.of("features", module("", features), "classifier", layer(tensor("Float", 2, 1)));
    WeightsFile file = Weights.read(zip(around.replace("%s", module("", network))));
    assertEquals(3 + 4 * (6 + 12 + 24 + 16), file.tensors().size());
    assertEquals(2, file.outputs());
    assertFalse(remarks(file).contains("several networks"), remarks(file));
  }

  @Test
  void aCounterThatNoLayerNeedsIsPassedOverAndSaid() throws IOException {
    // As swa_utils.AveragedModel has n_averaged.
    String counters = "S'n_averaged'\n" + tensor("Long") + "s";
    WeightsFile file = Weights.read(zip("(d" + NETWORK + counters + "."));
    assertEquals(3, file.tensors().size());
    assertTrue(
        remarks(file)
            .contains("1 tensor of made.pt is not the network's and was passed over (n_averaged)"),
        remarks(file));
    counters += "S'module.step'\n" + tensor("Int") + "sS'mask'\n" + tensor("Bool", 2) + "s";
    file = Weights.read(zip("(d" + NETWORK + counters + "."));
    assertTrue(remarks(file).contains("3 tensors of made.pt are not the network's"), remarks(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"features.norm5.weight", "head.fc.weight", "norm5.running_var", "classifier.bias"})
  void wholeNumbersThatALayerNeedsAreRefusedByName(String name) throws IOException {
    Path file = zip("(d" + NETWORK + "S'" + name + "'\n" + tensor("Long", 2) + "s.");
    String said = assertThrows(WeightsException.class, () -> Weights.read(file)).getMessage();
    assertTrue(said.contains("holds \"" + name + "\" as whole numbers, LongStorage"), said);
  }

  @Test
  void safetensorsHaveCountersToo() throws IOException {
    String kernel =
        "\"features.conv0.weight\":{\"dtype\":\"F32\",\"shape\":[1,3,1,1],\"data_offsets\":[0,12]}";
    String whole = ":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[12,20]}";
    WeightsFile file = Weights.read(safetensors("{" + kernel + ",\"n_averaged\"" + whole + "}"));
    assertEquals(1, file.tensors().size());
    assertTrue(remarks(file).contains("was passed over (n_averaged)"), remarks(file));
    Path layer = safetensors("{" + kernel + ",\"fc.bias\"" + whole + "}");
    String said = assertThrows(WeightsException.class, () -> Weights.read(layer)).getMessage();
    assertTrue(said.contains("holds \"fc.bias\" as I64"), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          labels       | (S'Mass'#S'Nodule'#t
          LABELS       | (S'Mass'#S'Nodule'#t
          target_cols  | (S'Mass'#S'Nodule'#l
          class_to_idx | (dS'Nodule'#I1#sS'Mass'#I0#s
          classes      | (dS'Nodule'#I1#sS'Mass'#I0#s
          idx_to_class | (dI1#S'Nodule'#sI0#S'Mass'#s
          id2label     | (dS'1'#S'Nodule'#sS'0'#S'Mass'#s
          """)
  void labelsAreFoundInWhateverFormTheyStand(String key, String value) throws IOException {
    String labels = "S'" + key + "'\n" + value.replace('#', '\n') + "s";
    // Under the same key one of another length, which is not the head's.
    String three = "S'hyper_parameters'\n(dS'" + key + "'\n(S'A'\nS'B'\nS'C'\ntss";
    WeightsFile file =
        Weights.read(zip("(d" + three + "S'state_dict'\n(d" + NETWORK + "s" + labels + "."));
    assertEquals(Optional.of(Labels.of("Mass", "Nodule")), file.labels());
    assertTrue(remarks(file).contains("made.pt names its labels: Mass, Nodule"), remarks(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          labels       | (S'A'#S'B'#S'C'#t
          labels       | (I0#I1#t
          class_to_idx | (dS'Nodule'#I2#sS'Mass'#I1#s
          class_to_idx | (dS'Nodule'#I0#sS'Mass'#I0#s
          classes      | (dS'Nodule'#F0.5#sS'Mass'#F0#s
          idx_to_class | (dI1#I0#sI0#I1#s
          people       | (S'Mass'#S'Nodule'#t
          """)
  void whatCannotBeTheHeadsLabelsIsNotTaken(String key, String value) throws IOException {
    String labels = "S'" + key + "'\n" + value.replace('#', '\n') + "s";
    WeightsFile file = Weights.read(zip("(dS'state_dict'\n(d" + NETWORK + "s" + labels + "."));
    assertEquals(Optional.empty(), file.labels());
  }

  @Test
  void aPickleThatMeansMuchMoreThanItSaysIsReadOrRefusedAtOnce() throws IOException {
    // A module whose parts are itself, by the name under which they stand.
    String itself = "(dp0\nS'_modules'\ng0\ns" + NETWORK + ".";
    // Modules within modules, each under a long name and with tensors.
    String nested = "";
    for (int i = 0; i < 30; i++) {
      StringBuilder tensors = new StringBuilder();
      for (int j = 0; j < 50; j++) {
        tensors.append("S't").append(j).append("'\n").append(tensor("Float", 1)).append('s');
      }
      String parts = nested.isEmpty() ? "" : "S'" + "n".repeat(100_000) + "'\n" + nested + "s";
      nested = "cmade\nModule\n(tR(d" + tensors + parts + "b";
    }
    // One list of many texts, said to be the labels again and again.
    String texts = "(" + "S'a'\n".repeat(10_000) + "lp0\n";
    String again = "(" + texts + "(dS'labels'\ng0\ns".repeat(100_000) + "(d" + NETWORK + "l.";
    assertTimeout(
        Duration.ofSeconds(20), // half a second, where the machine is not busy with other tests
        () -> {
          assertEquals(3, Weights.read(zip(itself)).tensors().size());
          assertEquals(Optional.empty(), Weights.read(zip(again)).labels());
        });
    Path deep = zip(nested + ".");
    String said =
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThrows(WeightsException.class, () -> Weights.read(deep)))
            .getMessage();
    assertTrue(said.contains("more in it than weights have"), said);
  }

  private static String layer(String weight) {
    return module(weight.isEmpty() ? "" : "S'weight'\n" + weight + "s", Map.of());
  }

  /** A module with parameters and modules in it. */
  private static String module(String parameters, Map<String, String> modules) {
    String kept =
        OF_EVERY_MODULE.stream().map(n -> "S'" + n + "'\n(ds").collect(Collectors.joining());
    String parts =
        modules.entrySet().stream()
            .map(m -> "S'" + m.getKey() + "'\n" + m.getValue() + "s")
            .collect(Collectors.joining());
    return "ctorch.nn\nModule\n(tR(dS'training'\nI00\nsS'_parameters'\n(d"
        + parameters
        + "s"
        + kept
        + "S'_modules'\n(d"
        + parts
        + "sb";
  }

  /** A tensor of the storage with the type's name, from its start. */
  private static String tensor(String type, int... shape) {
    String sizes = Arrays.stream(shape).mapToObj(n -> "I" + n + "\n").collect(Collectors.joining());
    // Of row after row.
    String strides =
        IntStream.range(0, shape.length)
            .map(axis -> Arrays.stream(shape).skip(axis + 1).reduce(1, (a, b) -> a * b))
            .mapToObj(n -> "I" + n + "\n")
            .collect(Collectors.joining());
    return "ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\n"
        + type
        + "Storage\nS'0'\nS'cpu'\nI6\ntQI0\n("
        + sizes
        + "t("
        + strides
        + "tI00\nNtR";
  }

  private static String remarks(WeightsFile file) {
    return file.remarks(320).stream().map(WeightsRemark::toString).collect(Collectors.joining(" "));
  }

  private Path safetensors(String header) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + json.length + 20).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(
        folder.resolve("made.safetensors"), bytes.putLong(json.length).put(json).array());
  }

  /** With one storage of six single-precision numbers. */
  private Path zip(String pickle) throws IOException {
    Path file = folder.resolve("made.pt");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      StoredZip.store(zip, "a/data.pkl", pickle.getBytes(StandardCharsets.US_ASCII));
      StoredZip.store(zip, "a/data/0", new byte[6 * Float.BYTES]);
    }
    return file;
  }
}
