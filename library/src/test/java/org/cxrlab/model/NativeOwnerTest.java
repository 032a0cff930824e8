package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.batch.NativeOwner;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.image.GrayImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of native memory that is not closed. */
class NativeOwnerTest {
  private static final Labels LABELS = Labels.of("one", "two");
  private static final GrayImage FILM = picture();

  @TempDir Path folder;

  /** What other tests have left is gone before anything is counted. */
  @BeforeEach
  void collect() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
    }
  }

  private static GrayImage picture() {
    float[] pixels = new float[32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 101 / 101f;
    }
    return GrayImage.of(32, 32, pixels);
  }

  private static ChestModel small(long seed) {
    return SmallDenseNet.create(LABELS, seed).setImageSize(32);
  }

  /** Waits until no more than so many bytes are held, with Java collecting all the while. */
  private static void awaitBytes(long most) throws InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (NativeOwner.bytes() > most) {
      assertTrue(System.nanoTime() < end, NativeOwner.bytes() + " bytes are held, and not " + most);
      System.gc();
      Thread.sleep(20);
    }
  }

  /** Has all that a model makes when it predicts and learns. */
  private static void use(ChestModel model) {
    model.predict(FILM);
    model.activationAndGradient(FILM, "features.norm5", "one");
    step(model);
    model.predict(FILM);
  }

  private static double step(ChestModel model) {
    try (NDManager manager = NativeMemory.newManager()) {
      NDArray images = NetworkInput.of(FILM, model.preprocessing(), manager);
      return model.step(images, logits -> logits.square().sum(), (weights, gradient) -> {});
    }
  }

  @Test
  void modelsThatNothingRefersToAreFreed() throws InterruptedException {
    long before = NativeOwner.bytes();
    for (int i = 0; i < 20; i++) {
      use(small(i));
    }
    awaitBytes(before);
  }

  @Test
  void aModelThatIsReferredToKeepsItsWeightsHoweverOftenJavaCollects() throws InterruptedException {
    ChestModel kept = small(1);
    float[] expected = kept.predict(FILM);
    WeightCopy weights = kept.copyWeights();
    GradientsOf cam = () -> kept.activationAndGradient(FILM, "features.norm5", "one");
    for (int i = 0; i < 5; i++) {
      use(small(i));
      System.gc();
      Thread.sleep(20);
    }
    assertArrayEquals(expected, kept.predict(FILM));
    assertTrue(weights.sameAs(kept.copyWeights()));
    assertEquals("features.norm5", cam.get().layer());
  }

  private interface GradientsOf {
    LayerActivation get();
  }

  @Test
  void aModelIsNotFreedWhileACallOfItsIsUnderWay() throws InterruptedException {
    var collecting = new Thread(NativeOwnerTest::collectUntilInterrupted, "collects");
    collecting.start();
    try {
      // Nothing else refers to the model, which may so be collected as soon as a call allows it.
      ChestModel same = small(7);
      float[] probabilities = same.predict(FILM);
      WeightCopy weights = same.copyWeights();
      double loss = step(same);
      float[] activation = map(small(7));
      for (int i = 0; i < 40; i++) {
        assertArrayEquals(probabilities, small(7).predict(FILM));
        assertTrue(weights.sameAs(small(7).copyWeights()));
        if (i % 10 == 0) {
          assertEquals(loss, step(small(7)));
        }
        assertArrayEquals(activation, map(small(7)));
      }
    } finally {
      collecting.interrupt();
      collecting.join();
    }
  }

  private static float[] map(ChestModel model) {
    return model.activationAndGradient(FILM, "features.relu0", "one").activation();
  }

  private static void collectUntilInterrupted() {
    try {
      while (true) {
        System.gc();
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      // The test is over.
    }
  }

  @Test
  void batchesThatNothingRefersToAreFreedAndTheirThreadsEnd() throws Exception {
    long before = NativeOwner.bytes();
    Path file = folder.resolve("film.png");
    ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    Files.writeString(folder.resolve("films.csv"), "Image,one,PatientId\nfilm.png,1,1\n");
    Films films = Films.course(folder.resolve("films.csv"), folder);
    try (NDManager manager = NativeMemory.newManager()) {
      for (int i = 0; i < 5; i++) {
        assertTrue(BatchLoader.of(films).imageSize(32).pass(manager).hasNext());
      }
      awaitBytes(before);
    }
    long end = System.nanoTime() + 60_000_000_000L;
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("cxrlab-films"))) {
      assertTrue(System.nanoTime() < end, "a thread that loads films for nobody");
      System.gc();
      Thread.sleep(20);
    }
  }

  @Test
  void javaIsAskedToCollectWhenModelsHaveTakenMuchMemory() throws InterruptedException {
    long before = NativeOwner.bytes();
    long all = 0;
    for (int i = 0; i < 12; i++) {
      // 28 MB of weights, and a copy to go back to.
      all += 2L * Float.BYTES * DenseNet121.create(LABELS, i).parameterCount();
    }
    long most = before + all - (256 << 20);
    long end = System.nanoTime() + 60_000_000_000L;
    while (NativeOwner.bytes() > most) {
      assertTrue(System.nanoTime() < end, NativeOwner.bytes() + " bytes are held of " + all);
      Thread.sleep(20);
    }
  }

  @Test
  void aClosedModelSaysThatItIsClosed() {
    long before = NativeOwner.bytes();
    ChestModel model = small(1);
    use(model);
    model.close();
    model.close();
    assertTrue(NativeOwner.bytes() <= before);
    var closed = assertThrows(CxrlabException.class, () -> model.predict(FILM));
    assertEquals(
        "The model was closed, and its weights are gone; make or load it again.",
        closed.getMessage());
  }
}
