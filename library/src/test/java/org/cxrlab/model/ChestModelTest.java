package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.model.weights.Tensor;
import org.junit.jupiter.api.Test;

class ChestModelTest {
  private static final int SIZE = 32;

  private static Labels fourteen() {
    return new Labels(IntStream.range(0, 14).mapToObj(i -> "label " + i).toList());
  }

  @Test
  void fourteenLabelsTakeAsManyParametersAsInKerasAndTorchvision() {
    try (var model = DenseNet121.create(fourteen())) {
      assertEquals(6_968_206, model.parameterCount());
      assertEquals(6_968_206, model.trainableCount());
      // 83,648 means and variances: Keras counts 7,051,854 in all.
      assertEquals(7_051_854, model.tensors().stream().mapToInt(t -> t.values().length).sum());
    }
  }

  @Test
  void freezingLeavesTheHeadOrTheLastBlockToLearn() {
    try (var model = DenseNet121.create(fourteen())) {
      // 1024 weights and a bias for each label.
      assertEquals(14 * 1025, model.setTrainable(Trainable.HEAD).trainableCount());
      // torch: sum of the sizes of denseblock4's, norm5's and classifier's parameters
      assertEquals(
          2_158_080 + 2048 + 14 * 1025, model.setTrainable(Trainable.LAST_BLOCK).trainableCount());
      assertEquals(6_968_206, model.unfreeze().trainableCount());
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherOthers() {
    try (var one = DenseNet121.create(fourteen(), 7);
        var same = DenseNet121.create(fourteen(), 7);
        var other = DenseNet121.create(fourteen(), 8)) {
      assertTrue(one.copyWeights().sameAs(same.copyWeights()));
      assertFalse(one.copyWeights().sameAs(other.copyWeights()));
    }
  }

  @Test
  void convolutionsBeginWithTheVarianceOfHe() {
    try (var model = DenseNet121.create(fourteen())) {
      Tensor conv =
          model.tensors().stream()
              .filter(t -> t.name().equals("features.denseblock3.denselayer24.conv1.weight"))
              .findFirst()
              .orElseThrow();
      double squares = 0;
      for (float v : conv.values()) {
        squares += v * v;
      }
      // 992 inputs; 126,976 draws, whose variance is off by 0.4 % at one standard error.
      assertEquals(2.0 / 992, squares / conv.values().length, 2.0 / 992 * 0.02);
    }
  }

  @Test
  void ofNoFilmsThereAreNoPredictionsAndNoFeatures() {
    try (var model = SmallDenseNet.create(fourteen(), 1)) {
      var none = new Films("none", fourteen(), List.of());
      assertEquals(0, model.predict(none).films().size());
      assertEquals(0, model.features(none).films().size());
    }
  }

  @Test
  void layersGoByTorchvisionsAndByKerasNames() {
    try (var model = Formula.fill(DenseNet121.create(Labels.of("a", "b"))).setImageSize(SIZE)) {
      LayerActivation torch = gradient(model, "features.norm5");
      assertArrayEquals(torch.activation(), gradient(model, "bn").activation());
      assertEquals("features.norm5", gradient(model, "bn").layer());
      assertEquals(
          "features.denseblock4.denselayer16.conv2",
          gradient(model, "conv5_block16_2_conv").layer());
      assertEquals(
          "features.denseblock1.denselayer1.norm2", gradient(model, "conv2_block1_1_bn").layer());
      assertEquals("features.transition3.pool", gradient(model, "pool4_pool").layer());
    }
  }

  @Test
  void severalLabelsAtOnceGiveEachItsOwnGradient() {
    try (var model = Formula.fill(DenseNet121.create(Labels.of("a", "b"))).setImageSize(SIZE)) {
      LayerActivation both =
          model.activationAndGradient(
              Formula.image(0, SIZE), "features.transition3.pool", "b", "a");
      for (String label : new String[] {"a", "b"}) {
        LayerActivation alone =
            model.activationAndGradient(Formula.image(0, SIZE), "features.transition3.pool", label);
        assertArrayEquals(alone.gradient(label), both.gradient(label), 1e-6f);
        assertEquals(alone.probability(label), both.probability(label), 1e-6);
      }
    }
  }

  @Test
  void lookingAtALayerLeavesTheModelAsItWas() {
    try (var model = Formula.fill(DenseNet121.create(Labels.of("a", "b"))).setImageSize(SIZE)) {
      WeightCopy before = model.copyWeights();
      float[] probabilities = model.predict(Formula.image(0, SIZE));
      gradient(model, "features.conv0");
      assertTrue(before.sameAs(model.copyWeights()));
      assertArrayEquals(probabilities, model.predict(Formula.image(0, SIZE)));
    }
  }

  @Test
  void anUnknownLayerIsNamed() {
    try (var model = DenseNet121.create(Labels.of("a")).setImageSize(SIZE)) {
      assertMessage("There is no layer \"norm6\"", () -> gradient(model, "norm6"));
      assertMessage("\"classifier\" has no maps", () -> gradient(model, "classifier"));
    }
  }

  @Test
  void anImageTooSmallForTheNetworkIsRefused() {
    try (var model = DenseNet121.create(Labels.of("a"))) {
      assertMessage("The image size is 16", () -> model.setImageSize(16));
    }
  }

  private static LayerActivation gradient(ChestModel model, String layer) {
    return model.activationAndGradient(Formula.image(0, SIZE), layer, "a");
  }

  private static void assertMessage(
      String part, org.junit.jupiter.api.function.Executable executable) {
    var e = assertThrows(IllegalArgumentException.class, executable);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
