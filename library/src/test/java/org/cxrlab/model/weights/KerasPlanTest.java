package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.image.Framing;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.Scaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are written by Keras 3 after training steps: bench/make_tiny_weights.py. */
class KerasPlanTest {
  private static final Path FILE = Path.of("made.keras");
  private static final String NORM =
      "{\"class_name\":\"BatchNormalization\",\"config\":{\"name\":\"bn\",\"epsilon\":1.001e-05}}";
  private static final String CONV = "{\"class_name\":\"Conv2D\",\"config\":{\"name\":\"c\"}}";

  @TempDir Path folder;

  private static KerasPlan plan(String... layers) {
    return KerasPlan.of(
        FILE,
        "{\"class_name\":\"Functional\",\"config\":{\"layers\":["
            + String.join(",", layers)
            + "]},\"compile_config\":{\"optimizer\":{\"config\":{\"epsilon\":1e-07}}}}");
  }

  private static String layer(String kind, String config) {
    return "{\"class_name\":\"" + kind + "\",\"config\":{\"name\":\"own\"" + config + "}}";
  }

  private static WeightsFile told(String... layers) {
    WeightsFile plain = WeightsFile.plain(FILE, "Keras HDF5", List.of(), 1e-5);
    return plan(layers).told(plain, name -> List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny_adam.keras", "tiny_adam.h5"})
  void aCompiledModelIsReadWithTheLayersBeforeItsNetwork(String name) throws URISyntaxException {
    WeightsFile file = Weights.read(Path.of(KerasPlanTest.class.getResource(name).toURI()));
    assertEquals(1e-3, file.epsilon(), "Adam's is 1e-7");
    assertEquals(OptionalInt.of(32), file.imageSize());
    assertEquals(
        Set.of(
            "features.conv0.weight",
            "features.norm0.weight",
            "features.norm0.bias",
            "features.norm0.running_mean",
            "features.norm0.running_var",
            "classifier.weight",
            "classifier.bias"),
        file.tensors().stream().map(Tensor::name).collect(Collectors.toSet()));
    // By hand: 255 / 127.5 - 1 is 1; less the means -0.5, 0.25, 0.5, by the deviations 0.5, 0.25,
    // 0.5 of what the layer has seen.
    List<float[]> white = file.scaling().channels(GrayImage.of(1, 1, 1), 3);
    assertEquals(3, white.get(0)[0], 1e-6);
    assertEquals(3, white.get(1)[0], 1e-6);
    assertEquals(1, white.get(2)[0], 1e-6);
    String said = remarks(file);
    assertTrue(said.contains("(Rescaling), \"norm\" (Normalization)"), said);
    assertTrue(said.contains("ends in softmax"), said);
  }

  private static String remarks(WeightsFile file) {
    return file.remarks(320).stream().map(WeightsRemark::toString).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "0.00392156862745098, 0, UNIT",
    "0.00784313725490196, -1, SIGNED",
    "2, -1, SIGNED",
    "1, 0, UNIT"
  })
  void rescalingTellsWhatEntersIt(String scale, String offset, String name) {
    String rescaling = layer("Rescaling", ",\"scale\":" + scale + ",\"offset\":" + offset);
    assertEquals(Scaling.valueOf(name), told(rescaling, CONV, NORM).scaling());
  }

  @Test
  void imageNetsNumbersAreKnownWhetherForLevelsOrFractions() {
    String fractions =
        layer(
            "Normalization",
            ",\"mean\":[0.485,0.456,0.406],\"variance\":[0.052441,0.050176,0.050625]");
    assertEquals(
        Scaling.IMAGENET.channels(GrayImage.of(1, 1, 0.25f), 3).get(1)[0],
        told(fractions, CONV).scaling().channels(GrayImage.of(1, 1, 0.25f), 3).get(1)[0],
        1e-6);
    String levels =
        layer(
            "Normalization",
            ",\"mean\":{\"class_name\":\"__numpy__\",\"config\":{\"value\":[127.5]}},"
                + "\"variance\":[16256.25]");
    assertEquals(Scaling.SIGNED, told(levels, CONV).scaling());
  }

  @Test
  void resizingTellsTheSize() {
    String resizing =
        layer("Resizing", ",\"height\":224,\"width\":224,\"crop_to_aspect_ratio\":true");
    WeightsFile file = told(resizing, CONV);
    assertEquals(OptionalInt.of(224), file.imageSize());
    assertEquals(Framing.CENTRE, file.framing());
  }

  @Test
  void aLayerThatIsNotReadIsRefusedByName() {
    refused("\"own\" (Lambda), which is no part of a DenseNet121", layer("Lambda", ""), CONV);
    refused("(GlobalMaxPooling2D)", CONV, layer("GlobalMaxPooling2D", ""));
    refused("stands within the network", CONV, layer("Rescaling", ",\"scale\":2"));
    String unknown = layer("Normalization", ",\"mean\":[-0.1],\"variance\":[1]");
    String said = assertThrows(WeightsException.class, () -> told(unknown, CONV)).getMessage();
    assertTrue(said.contains("has the mean [-0.1], which tells no range of pixels"), said);
  }

  private static void refused(String why, String... layers) {
    String said = assertThrows(WeightsException.class, () -> plan(layers)).getMessage();
    assertTrue(said.contains(why), said);
  }

  @Test
  void onlyTheLayersEpsilonsCount() {
    assertEquals(1.001e-5, plan(CONV, NORM).epsilon());
    String other = NORM.replace("1.001e-05", "0.001").replace("bn", "other");
    assertEquals(1.001e-5, plan(CONV, NORM, other).epsilon(), "of a layer that is left over");
  }

  @Test
  void groupsThatNestWithoutEndAreRefusedAtOnce() {
    Path file = folder.resolve("deep.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup group = hdf.putGroup("a");
      for (int i = 0; i < 200; i++) {
        group = group.putGroup("a");
      }
    }
    String said = assertThrows(WeightsException.class, () -> Weights.keras(file)).getMessage();
    assertTrue(said.contains("more than 8,000 or 32 deep"), said);
  }

  @Test
  void aGroupOfVeryManyArraysIsRefusedAtOnce() {
    Path file = folder.resolve("wide.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup group = hdf.putGroup("a");
      for (int i = 0; i < 9000; i++) {
        group.putGroup(Integer.toString(i));
      }
    }
    String said = assertThrows(WeightsException.class, () -> Weights.keras(file)).getMessage();
    assertTrue(said.contains("more than 8,000 groups and arrays"), said);
  }
}
