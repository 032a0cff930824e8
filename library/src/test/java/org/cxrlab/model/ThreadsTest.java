package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.atomic.AtomicInteger;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private final AtomicInteger seen = new AtomicInteger();

  /** A step's loss, which looks how many threads there are while the step is computed. */
  private NDArray loss(NDArray logits) {
    seen.set(JniUtils.getNumThreads());
    return logits.mean();
  }

  @Test
  void aSmallNetworkOnSmallImagesHasOneThreadAndAllAreThereAgainAfterwards() {
    try (ChestModel model = SmallDenseNet.create(Labels.of("Mass"), 1);
        NDManager memory = NativeMemory.newManager()) {
      int all = Threads.all();
      model.step(memory.ones(new Shape(16, 1, 64, 64)), this::loss, (weights, gradient) -> {});
      assertEquals(1, seen.get());
      assertEquals(all, JniUtils.getNumThreads());
      model.step(memory.ones(new Shape(16, 1, 128, 128)), this::loss, (weights, gradient) -> {});
      assertEquals(all, seen.get());
      NDArray small = memory.ones(new Shape(2, 1, 32, 32));
      assertThrows(
          IllegalStateException.class,
          () ->
              model.step(
                  small,
                  logits -> {
                    throw new IllegalStateException("a loss that fails");
                  },
                  (weights, gradient) -> {}));
      assertEquals(all, JniUtils.getNumThreads());
    }
  }

  @Test
  void aLargeNetworkHasAllThreadsWhateverTheImages() {
    assertFalse(Threads.isLittle(6_968_206, new Shape(1, 3, 32, 32)));
    assertTrue(Threads.isLittle(71_772, new Shape(16, 1, 64, 64)));
    assertFalse(Threads.isLittle(71_772, new Shape(16, 1, 96, 96)));
  }
}
