package org.cxrlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.LinearHead;
import org.cxrlab.model.Precision;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.model.Trainable;
import org.cxrlab.model.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What notebooks of the version before say still does what it did. */
@SuppressWarnings("deprecation")
class OldNamesTest {
  @TempDir Path folder;

  @Test
  void methodsThatChangeAModelGoByTheirNamesBefore() {
    Labels labels = Labels.of("Mass");
    try (ChestModel model = SmallDenseNet.create(labels, 1);
        ChestModel other = SmallDenseNet.create(labels, 2)) {
      assertSame(model, model.seed(2).imageSize(64).precision(Precision.BF16));
      assertEquals(2, model.seed());
      assertTrue(other.copyWeights().sameAs(model.copyWeights()));
      assertEquals(64, model.preprocessing().imageSize());
      assertEquals(Precision.BF16, model.precision());
      assertEquals(Trainable.HEAD, model.trainable(Trainable.HEAD).trainable());

      LinearHead head = LinearHead.random(labels, model.head().inputs(), 3);
      assertEquals(head, model.head(head).head());
      Path file = other.exportSafetensors(folder.resolve("other.safetensors"));
      assertTrue(model.weights(Weights.read(file)).copyWeights().sameAs(other.copyWeights()));
    }
  }
}
