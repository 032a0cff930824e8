package org.cxrlab.model.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasNamesTest {
  /** As keras.applications.DenseNet121().summary() has them. */
  @ParameterizedTest
  @CsvSource({
    "features.conv0, conv1_conv",
    "features.norm0, conv1_bn",
    "features.pool0, pool1",
    "features.denseblock1.denselayer1.norm1, conv2_block1_0_bn",
    "features.denseblock1.denselayer1.relu2, conv2_block1_1_relu",
    "features.denseblock3.denselayer24.conv2, conv4_block24_2_conv",
    "features.denseblock4, conv5_block16_concat",
    "features.transition2.norm, pool3_bn",
    "features.transition3.pool, pool4_pool",
    "features.norm5, bn"
  })
  void theNamesOfALayerAreReadBothWays(String torchvision, String keras) {
    assertEquals(keras, KerasNames.keras(torchvision));
    assertEquals(Optional.of(torchvision), KerasNames.torchvision("densenet121/" + keras));
  }

  @Test
  void namesBeforeKeras3HadASlashAndOtherLayersHaveNoName() {
    assertEquals(Optional.of("features.conv0"), KerasNames.torchvision("a/conv1/conv/conv1/conv"));
    assertEquals(Optional.of("features.norm0"), KerasNames.torchvision("conv1/bn"));
    assertEquals(Optional.empty(), KerasNames.torchvision("densenet121/top_bn"));
    assertEquals("", KerasNames.keras("features.denseblock1.denselayer7.conv1"));
  }

  /** DenseNet121 has its number from 120 convolutions and a dense layer. */
  @Test
  void everyConvolutionAndBatchNormOfTheNetworkHasANameOfItsOwn() {
    try (ChestModel model = DenseNet121.create(Labels.of("Mass"))) {
      List<String> named = model.layers().stream().map(KerasNames::keras).toList();
      assertEquals(120, new HashSet<>(named).stream().filter(n -> n.endsWith("_conv")).count());
      assertEquals(121, new HashSet<>(named).stream().filter(n -> n.endsWith("bn")).count());
    }
  }
}
