package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import org.cxrlab.Measured;
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
 * Files that torchvision and Keras wrote, against what they compute themselves. {@code ./cxrlab
 * parity} makes the files, runs this, and runs what is exported here in other libraries.
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
          "keras3_model.keras",
          "keras3.weights.h5",
          "keras3_nested.weights.h5");

  /** Exported in every format, for bench/check_exports.py. */
  private static final List<String> FOR_OTHERS =
      List.of("torch.safetensors", "xrv.pth", "keras3.weights.h5");

  private static final double KERAS_EPSILON = 1.001e-5;

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
    Path reference = Measured.reference();
    JsonObject entry =
        JsonParser.parseString(Files.readString(reference.resolve("expected.json")))
            .getAsJsonObject()
            .getAsJsonObject(name);
    WeightsFile file = Weights.read(reference.resolve(name));
    assertEquals(
        Scaling.valueOf(entry.get("scaling").getAsString().toUpperCase(Locale.ROOT)),
        file.scaling());
    Labels labels = file.labels().orElse(numbered(entry.get("labels").getAsInt()));
    try (ChestModel model = DenseNet121.create(labels).loadWeights(file)) {
      for (String size : entry.getAsJsonObject("films").keySet()) {
        Told told = told(entry, size);
        model.setImageSize(told.size());
        GrayImage film = GrayImage.read(reference.resolve("film_" + size + ".png"));
        LayerActivation bn =
            model.activationAndGradient(film, "bn", labels.names().toArray(new String[0]));
        String at = size + " px";
        Measured measured = new Measured("read here", name);
        measured.below(1e-4, probabilities(model.predict(film), told), "probabilities", at);
        measured.below(1e-3, logits(bn, told), "logits", at);
        measured.below(1e-3, map(bn, labels.get(0), told), "Grad-CAM", at);
      }
    }
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
    Path file = Measured.reference().resolve("keras2_backbone.hdf5");
    try (ChestModel model = DenseNet121.create(numbered(2), 3);
        ChestModel other = DenseNet121.create(numbered(2), 3)) {
      model.loadWeights(Weights.read(file).withoutHead());
      assertEquals(tensor(other, "classifier.weight"), tensor(model, "classifier.weight"));
      assertNotEquals(
          tensor(other, "features.conv0.weight"), tensor(model, "features.conv0.weight"));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatWasReadIsWrittenBitForBitAndForOtherLibrariesToCheck(String name) throws IOException {
    Path exports = Files.createDirectories(Measured.reference().resolve("exports"));
    WeightsFile read = Weights.read(Measured.reference().resolve(name));
    WeightsFile file = read.labels().isPresent() ? read : read.labelled(numbered(read.outputs()));
    Measured measured = new Measured("written and read back", name);
    try (ChestModel model = DenseNet121.of(file)) {
      Path written = model.exportSafetensors(exports.resolve(name + ".safetensors"));
      measured.holds(comesBack(model, written), "safetensors: bit for bit");
      if (FOR_OTHERS.contains(name)) {
        model.exportOnnx(exports.resolve(name + ".onnx"));
      }
      Path keras = model.exportKeras(exports.resolve(name + ".h5"));
      if (file.epsilon() == KERAS_EPSILON) {
        // Where the epsilon is another, the variances are, too.
        measured.holds(comesBack(model, keras), "Keras HDF5: bit for bit");
      }
    }
  }

  private static boolean comesBack(ChestModel model, Path written) {
    try (ChestModel back = DenseNet121.of(Weights.read(written))) {
      return model.copyWeights().sameAs(back.copyWeights());
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
