package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.model.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that holds of the backward pass, and what tasks could spoil. */
class FilmByFilmTest extends BackpropagationTest {
  @Override
  boolean filmByFilm() {
    return true;
  }

  @Override
  double rounding() {
    return 10;
  }

  /**
   * The other way has the engine's very operations. This one rounds otherwise, and a place of some
   * thousands that is all but 0 may fall to the other side of a ReLU.
   */
  @Override
  void assertNear(String name, float[] expected, float[] found, double within) {
    double difference = difference(expected, found);
    double turned = 1 - cosine(expected, found);
    boolean near = difference < 0.05 && turned < Math.max(1e-4, within / 10);
    assertTrue(near, name + " " + difference + ", " + turned);
  }

  /**
   * Shares of several films, with fewer at the end; of large images of one film, and of two where
   * maps get small, with one of one at the end.
   */
  @ParameterizedTest
  @CsvSource({"16, 48", "32, 48", "38, 48", "31, 48", "8, 240", "9, 240", "17, 240"})
  void sharesOfSeveralFilmsAreOneBatch(int films, int size) {
    try (ChestModel model = withAllKindsOfNorms(SmallDenseNet.create(LABELS, 3));
        NDManager manager = NativeMemory.newManager()) {
      NDArray images = images(manager, films, size, 1);
      Step engine = step(model, images, false);
      Step own = step(model, images, true);
      assertEquals(engine.loss(), own.loss(), 1e-6 * engine.loss());
      double cosine = cosine(engine.gradient(), own.gradient());
      assertTrue(1 - cosine < 1e-6, "" + cosine);
      for (int i = 0; i < own.tensors().size(); i++) {
        Tensor tensor = own.tensors().get(i);
        double difference = difference(engine.tensors().get(i).values(), tensor.values());
        // What sums round off grows with the root of how many places they are of.
        assertTrue(difference < 2e-7 * size, tensor.name() + " " + difference);
      }
    }
  }

  @Test
  void itIsTheSameToTheLastBitHoweverTheThreadsTakeTurns() throws Exception {
    Thread neighbour =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    try (ChestModel model = SmallDenseNet.create(LABELS, 3);
        NDManager manager = NativeMemory.newManager()) {
      NDArray images = images(manager, 12, 64, 1);
      Step first = step(model, images, true);
      float[] logits = model.logits(images);
      neighbour.start();
      for (int i = 0; i < 20; i++) {
        Step again = step(model, images, true);
        assertEquals(first.loss(), again.loss());
        assertArrayEquals(first.gradient(), again.gradient());
        assertArrayEquals(logits, model.logits(images));
      }
    } finally {
      neighbour.interrupt();
      neighbour.join();
    }
  }

  /** Which of the two is taken depends on the processor. */
  @ParameterizedTest
  @CsvSource({"1, 20, 20", "2, 7, 9", "3, 1, 5"})
  void gradientsByWideWeightsAreLibtorchsInBothWays(int films, int height, int width) {
    TorchScript operations = TorchScript.ofResource("Backpropagation", "FilmByFilm");
    try (NDManager manager = NativeMemory.newManager()) {
      NDArray slope = channelsLast(manager.randomNormal(new Shape(films, height, width, 8)));
      NDArray maps = channelsLast(manager.randomNormal(new Shape(films, height, width, 16)));
      NDArray weight = manager.randomNormal(new Shape(8, 16, 3, 3));
      float[][] found = new float[2][];
      for (boolean nine : new boolean[] {false, true}) {
        NDArray by =
            operations.call(manager, "wide_weight_share", slope, maps, weight, nine).get(0);
        assertEquals(weight.getShape(), by.getShape());
        found[nine ? 1 : 0] = by.toFloatArray();
      }
      assertTrue(difference(found[0], found[1]) < 1e-5);
    }
  }

  private static NDArray channelsLast(NDArray x) {
    return x.transpose(0, 3, 1, 2);
  }

  @Test
  void predictionsAreThoseOfAllFilmsAtOnce() {
    try (ChestModel model = DenseNet121.create(LABELS, 3);
        NDManager manager = NativeMemory.newManager()) {
      NDArray images = manager.randomNormal(new Shape(7, 3, 96, 75));
      float[] byFilm = model.logits(images);
      System.setProperty(FilmTasks.SWITCH.property(), "false");
      double difference = difference(model.logits(images), byFilm);
      assertTrue(difference < 1e-5, "" + difference);
    }
  }

  @Test
  void itServesManyFilmsInSinglePrecisionUnlessTurnedOff() {
    int threads = JniUtils.getNumThreads();
    Shape enough = films(Math.max(2, threads), 64);
    assertTrue(FilmTasks.serve(enough, Precision.FP32));
    assertTrue(FilmTasks.serve(enough, Precision.INT8));
    assertFalse(FilmTasks.serve(films(1, 320), Precision.FP32));
    assertFalse(FilmTasks.serve(films(threads - 1, 320), Precision.FP32));
    Shape many = films(64, 320);
    assertFalse(FilmTasks.serve(many, Precision.BF16));
    assertEquals(threads, JniUtils.getNumThreads());
    assertTrue(FilmTasks.description().startsWith("film by film"));
    System.setProperty(FilmTasks.SWITCH.property(), "false");
    assertFalse(FilmTasks.serve(many, Precision.FP32));
    assertFalse(FilmTasks.serve(many, Precision.INT8));
    assertTrue(FilmTasks.description().contains("-Dcxrlab.filmtasks"));
    System.clearProperty(FilmTasks.SWITCH.property());
    assertTrue(FilmTasks.serve(many, Precision.FP32));
    assertEquals(!Processor.hasAvx512(), FilmTasks.serve(many, Precision.INT8));
    assertFalse(FilmTasks.serve(films(64, 128), Precision.FP32));
  }

  private static Shape films(long films, long size) {
    return new Shape(films, 3, size, size);
  }
}
