package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.Scaling;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that torchvision and Keras wrote, against what they compute themselves. {@code
 * bench/make_reference_weights.py} makes the folder that CXR_REFERENCE names, and {@code
 * bench/check_exports.py} runs what is exported here in other libraries.
 */
@Tag("parity")
class WeightsParityTest {
  private static final List<String> FILES =
      List.of(
          "torch.pth",
          "torch_old.pt",
          "torch.safetensors",
          "chexnet.pth.tar",
          "torch_half.pth",
          "torch_half.safetensors",
          "xrv.pth",
          "keras2_model.h5",
          "keras2_weights.hdf5",
          "keras2_nested.h5",
          "keras3_model.h5",
          "keras3.weights.h5",
          "keras3_nested.weights.h5");

  private static Path reference() {
    String named = System.getenv("CXR_REFERENCE");
    assumeTrue(
        named != null,
        "CXR_REFERENCE names no folder of reference weights;"
            + " bench/make_reference_weights.py makes one.");
    return Path.of(named);
  }

  static Stream<String> files() {
    return FILES.stream();
  }

  private static Labels numbered(int labels) {
    return new Labels(IntStream.range(0, labels).mapToObj(i -> "label " + i).toList());
  }

  /** What the library that wrote a file computes for one film. */
  private record Told(int size, double[] logits, double[][] map) {}

  @ParameterizedTest
  @MethodSource("files")
  void logitsProbabilitiesAndMapsAreThoseOfTheLibraryThatWroteTheFile(String name)
      throws IOException {
    Path reference = reference();
    JsonObject entry =
        JsonParser.parseString(Files.readString(reference.resolve("expected.json")))
            .getAsJsonObject()
            .getAsJsonObject(name);
    WeightsFile file = Weights.read(reference.resolve(name));
    assertEquals(
        Scaling.valueOf(entry.get("scaling").getAsString().toUpperCase(Locale.ROOT)),
        file.scaling());
    Labels labels = file.labels().orElse(numbered(entry.get("labels").getAsInt()));
    double logitsOff = 0;
    double probabilitiesOff = 0;
    double mapsOff = 0;
    try (ChestModel model = DenseNet121.create(labels).weights(file)) {
      for (String size : entry.getAsJsonObject("films").keySet()) {
        Told told = told(entry, size);
        model.imageSize(told.size());
        GrayImage film = GrayImage.read(reference.resolve("film_" + size + ".png"));
        LayerActivation bn =
            model.activationAndGradient(film, "bn", labels.names().toArray(new String[0]));
        probabilitiesOff = Math.max(probabilitiesOff, probabilities(model.predict(film), told));
        logitsOff = Math.max(logitsOff, logits(bn, told));
        mapsOff = Math.max(mapsOff, map(bn, labels.get(0), told));
      }
    }
    System.out.printf(
        "%-26s probabilities %.1e  logits %.1e  maps %.1e%n",
        name, probabilitiesOff, logitsOff, mapsOff);
    assertTrue(probabilitiesOff < 1e-4, "probabilities are off by " + probabilitiesOff);
    assertTrue(logitsOff < 1e-3, "logits are off by " + logitsOff);
    assertTrue(mapsOff < 1e-3, "maps are off by " + mapsOff);
  }

  private static Told told(JsonObject entry, String size) {
    JsonObject film = entry.getAsJsonObject("films").getAsJsonObject(size);
    Gson gson = new Gson();
    return new Told(
        Integer.parseInt(size),
        gson.fromJson(film.get("logits"), double[].class),
        gson.fromJson(film.get("map"), double[][].class));
  }

  private static double probabilities(float[] ours, Told told) {
    return IntStream.range(0, ours.length)
        .mapToDouble(i -> Math.abs(ours[i] - 1 / (1 + Math.exp(-told.logits()[i]))))
        .max()
        .orElseThrow();
  }

  /** The largest difference, as a part of the logit. */
  private static double logits(LayerActivation bn, Told told) {
    assertEquals(told.logits().length, bn.logits().size());
    return IntStream.range(0, told.logits().length)
        .mapToDouble(
            i -> Math.abs(bn.logits().get(i) - told.logits()[i]) / Math.abs(told.logits()[i]))
        .max()
        .orElseThrow();
  }

  /** The largest difference, as a part of the map's largest, before the ReLU. */
  private static double map(LayerActivation bn, String label, Told told) {
    int area = bn.height() * bn.width();
    float[] activation = bn.activation();
    float[] gradient = bn.gradient(label);
    double largest = 0;
    double off = 0;
    for (int p = 0; p < area; p++) {
      double sum = 0;
      for (int c = 0; c < bn.channels(); c++) {
        double weight = 0;
        for (int q = 0; q < area; q++) {
          weight += gradient[c * area + q] / area;
        }
        sum += weight * activation[c * area + p];
      }
      double theirs = told.map()[p / bn.width()][p % bn.width()];
      largest = Math.max(largest, Math.abs(theirs));
      off = Math.max(off, Math.abs(sum - theirs));
    }
    return off / largest;
  }

  @Test
  void aBackboneWithoutHeadLeavesTheModelsOwn() {
    Path file = reference().resolve("keras2_backbone.hdf5");
    try (ChestModel model = DenseNet121.create(numbered(2), 3);
        ChestModel other = DenseNet121.create(numbered(2), 3)) {
      model.weights(Weights.read(file).withoutHead());
      assertEquals(tensor(other, "classifier.weight"), tensor(model, "classifier.weight"));
      assertNotEquals(
          tensor(other, "features.conv0.weight"), tensor(model, "features.conv0.weight"));
    }
  }

  @Test
  void whatWasReadIsWrittenBitForBitAndForOtherLibrariesToCheck() throws IOException {
    Path exports = Files.createDirectories(reference().resolve("exports"));
    for (String name : List.of("torch.safetensors", "keras3.weights.h5")) {
      WeightsFile file = Weights.read(reference().resolve(name)).labelled(numbered(14));
      try (ChestModel model = DenseNet121.of(file)) {
        model.exportOnnx(exports.resolve(name + ".onnx"));
        Path written = model.exportSafetensors(exports.resolve(name + ".safetensors"));
        try (ChestModel back = DenseNet121.of(Weights.read(written))) {
          assertTrue(model.copyWeights().sameAs(back.copyWeights()));
        }
      }
    }
  }

  private static List<Float> tensor(ChestModel model, String name) {
    float[] values =
        model.tensors().stream()
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElseThrow()
            .values();
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }
}
