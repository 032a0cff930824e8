package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.cxrlab.data.Labels;
import org.cxrlab.image.Scaling;
import org.cxrlab.model.weights.Tensor;
import org.cxrlab.model.weights.Weights;
import org.cxrlab.model.weights.WeightsException;
import org.cxrlab.model.weights.WeightsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsIntoModelTest {
  private static final Labels TWO = Labels.of("Mass", "Nodule");

  @TempDir Path folder;

  /** All tensors of a model, each replaced by what the change makes of it: one, or none. */
  private static WeightsFile fileOf(
      ChestModel model, Optional<Labels> labels, UnaryOperator<Optional<Tensor>> change) {
    List<Tensor> tensors =
        model.tensors().stream().flatMap(t -> change.apply(Optional.of(t)).stream()).toList();
    return new WeightsFile(
        Path.of("given.pth"),
        "PyTorch",
        tensors,
        labels,
        Scaling.STANDARDISED,
        OptionalInt.empty(),
        1e-5,
        true);
  }

  private static String refusal(ChestModel model, WeightsFile file) {
    WeightCopy before = model.copyWeights();
    String said = assertThrows(WeightsException.class, () -> model.loadWeights(file)).getMessage();
    assertTrue(before.sameAs(model.copyWeights()), "nothing may be half loaded");
    return said;
  }

  @Test
  void whatIsMissingLeftOverOrOfAnotherShapeIsListedAndNothingIsLoaded() {
    try (var model = DenseNet121.create(TWO, 1);
        var given = DenseNet121.create(TWO, 2)) {
      WeightsFile file =
          fileOf(
              given,
              Optional.empty(),
              one -> {
                Tensor t = one.orElseThrow();
                return switch (t.name()) {
                  case "features.norm0.weight" -> Optional.empty();
                  case "features.norm5.bias" ->
                      Optional.of(new Tensor(t.name(), new Shape(2, 512), t.values()));
                  case "features.conv0.weight" ->
                      Optional.of(new Tensor("stem.weight", t.shape(), t.values()));
                  default -> one;
                };
              });
      assertEquals(
          "The weights file given.pth does not fit the model, and nothing was loaded:"
              + " \"features.conv0.weight\" is missing, \"features.norm0.weight\" is missing,"
              + " \"features.norm5.bias\" is (2, 512) and not (1024),"
              + " \"stem.weight\" is left over.",
          refusal(model, file));
    }
  }

  @Test
  void anotherLabelCountIsToldAndTheHeadCanBeLeftOut() {
    try (var model = DenseNet121.create(Labels.of("a", "b", "c"), 1);
        var given = DenseNet121.create(TWO, 2)) {
      WeightsFile file = fileOf(given, Optional.empty(), one -> one);
      String said = refusal(model, file);
      assertTrue(said.contains("it has 2 labels and the model 3"), said);
      assertTrue(said.endsWith("; its withoutHead() loads all but the head."), said);

      List<Tensor> before = model.tensors();
      model.loadWeights(file.withoutHead());
      List<Tensor> after = model.tensors();
      List<Tensor> theirs = given.tensors();
      for (int i = 0; i < before.size(); i++) {
        Tensor expected = WeightsFile.isHead(after.get(i).name()) ? before.get(i) : theirs.get(i);
        assertArrayEquals(expected.values(), after.get(i).values(), expected.name());
      }
    }
  }

  @Test
  void labelsInAnotherOrderAreListed() {
    try (var model = DenseNet121.create(TWO, 1)) {
      String said =
          refusal(model, fileOf(model, Optional.of(Labels.of("Nodule", "Mass")), one -> one));
      assertTrue(
          said.contains("label 1 is \"Nodule\" in the file and \"Mass\" in the model"), said);
      assertTrue(
          said.contains("label 2 is \"Mass\" in the file and \"Nodule\" in the model"), said);
    }
  }

  @Test
  void safetensorsComeBackBitForBitWithLabelsAndPreprocessing() {
    Path path = folder.resolve("out.safetensors");
    try (var model = DenseNet121.create(TWO, 5).setImageSize(64)) {
      WeightsFile out = model.export().weightsFile(path).scaled(Scaling.IMAGENET);
      model.loadWeights(out).exportSafetensors(path);
      try (var back = DenseNet121.of(Weights.read(path))) {
        assertTrue(model.copyWeights().sameAs(back.copyWeights()));
        assertEquals(TWO, back.labels());
        assertEquals(new Preprocessing(64, 3, Scaling.IMAGENET), back.preprocessing());
      }
    }
  }

  @Test
  void kerasFilesComeBackBitForBitWithLabelsAndPreprocessing() {
    Path path = folder.resolve("out.h5");
    try (var model = DenseNet121.create(TWO, 5).setImageSize(64)) {
      WeightsFile own = model.export().weightsFile(path);
      model.loadWeights(
          new WeightsFile(
              path,
              "",
              own.tensors(),
              own.labels(),
              Scaling.IMAGENET,
              own.imageSize(),
              1.001e-5, // Keras' own
              true));
      model.exportKeras(path);
      try (var back = DenseNet121.of(Weights.read(path))) {
        assertTrue(model.copyWeights().sameAs(back.copyWeights()));
        assertEquals(TWO, back.labels());
        assertEquals(new Preprocessing(64, 3, Scaling.IMAGENET), back.preprocessing());
      }
    }
  }

  @Test
  void aKerasFileHasTheDifferenceOfEpsilonsInItsVariances() {
    try (var model = Formula.fill(DenseNet121.create(TWO, 5)).setImageSize(32)) {
      WeightsFile own = model.export().weightsFile(folder);
      model.loadWeights(
          new WeightsFile(
              folder, "", own.tensors(), own.labels(), own.scaling(), own.imageSize(), 0.5, true));
      Path written = model.exportKeras(folder.resolve("out.hdf5"));
      try (var back = DenseNet121.of(Weights.read(written))) {
        assertEquals(1.001e-5, back.export().weightsFile(folder).epsilon());
        assertArrayEquals(
            model.predict(Formula.image(0, 32)), back.predict(Formula.image(0, 32)), 1e-5f);
      }
    }
  }

  @Test
  void aNameByWhichKerasWouldNotKnowTheFormatIsRefused() throws IOException {
    try (var model = DenseNet121.create(TWO, 1)) {
      for (String name : List.of("out.weights.h5", "out.keras", "out")) {
        String said =
            assertThrows(
                    IllegalArgumentException.class, () -> model.exportKeras(folder.resolve(name)))
                .getMessage();
        assertTrue(said.contains("ends in .h5"), said);
      }
      Path file = Files.createFile(folder.resolve("file"));
      assertThrows(UncheckedIOException.class, () -> model.exportKeras(file.resolve("out.h5")));
    }
  }

  @Test
  void aNetworkThatKerasDoesNotHaveIsNotWrittenForIt() {
    try (var model = SmallDenseNet.create(TWO, 1)) {
      Path file = folder.resolve("small.h5");
      String said =
          assertThrows(IllegalArgumentException.class, () -> model.exportKeras(file)).getMessage();
      assertTrue(said.startsWith("Keras has no network like SmallDenseNet"), said);
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aSizeThatTheNetworkCannotTakeLeavesTheModelAsItWas() {
    try (var model = DenseNet121.create(TWO, 1);
        var given = DenseNet121.create(TWO, 2)) {
      Preprocessing before = model.preprocessing();
      WeightCopy weights = model.copyWeights();
      WeightsFile sized = fileOf(given, Optional.empty(), one -> one).sized(1);
      String said =
          assertThrows(WeightsException.class, () -> model.loadWeights(sized)).getMessage();
      assertTrue(said.contains(sized.path() + " does not fit the model"), said);
      assertTrue(said.contains("image size is 1, and the network takes 32 pixels"), said);
      assertEquals(before, model.preprocessing());
      assertTrue(weights.sameAs(model.copyWeights()), "nothing may be half loaded");
    }
  }

  @Test
  void aNetworkOfOneChannelKeepsItsPixelRangeAndEpsilonWhenItIsSaved() {
    try (var model = DenseNet121.create(TWO, 5)) {
      List<Tensor> tensors =
          model.tensors().stream()
              .map(
                  t ->
                      t.name().equals("features.conv0.weight")
                          ? new Tensor(t.name(), new Shape(64, 1, 7, 7), new float[64 * 49])
                          : t)
              .toList();
      Path given = Path.of("given.pth");
      model.loadWeights(
          new WeightsFile(
              given,
              "PyTorch",
              tensors,
              Optional.of(TWO),
              Scaling.XRV,
              OptionalInt.of(96),
              1e-3,
              true));
      assertEquals(new Preprocessing(96, 1, Scaling.XRV), model.preprocessing());
      model.save(folder);
      try (var back = ChestModel.load(folder)) {
        assertEquals(model.preprocessing(), back.preprocessing());
        assertEquals(1e-3, back.export().weightsFile(given).epsilon());
        assertArrayEquals(model.predict(Formula.image(0, 96)), back.predict(Formula.image(0, 96)));
      }
    }
  }

  @Test
  void whatIsFrozenStaysFrozen() {
    try (var model = DenseNet121.create(TWO, 1).setTrainable(Trainable.HEAD);
        var given = DenseNet121.create(TWO, 2)) {
      model.loadWeights(fileOf(given, Optional.empty(), one -> one));
      assertEquals(2 * 1025, model.trainableCount());
      assertTrue(model.copyWeights().sameAs(given.copyWeights()));
    }
  }
}
