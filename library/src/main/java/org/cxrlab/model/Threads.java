package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * How many threads an operation is split among: one where there is little to do, else all. Of a
 * small network on small images the parts are done before the threads have found together, so one
 * takes no longer; and where something else uses the processor too, such as a second training, an
 * operation that is split waits for the slowest of its threads, which made such a step take six
 * times as long. What is chosen depends on the work alone, so that results never depend on what
 * else is running.
 */
final class Threads {
  private static final int ALL = JniUtils.getNumThreads();

  /**
   * Little work, in learnt numbers times pixels of all images. Measured on two cores: a
   * SmallDenseNet with 16 images of 64 x 64 pixels, 4.7e9, takes as long by one thread as by two;
   * of 96 x 96 pixels it takes a quarter longer.
   */
  private static final double LITTLE = 5e9;

  private Threads() {}

  /** All that there are. */
  static int all() {
    return ALL;
  }

  /**
   * Does what a network has to do with images. Operations that are split among all threads, and not
   * films, do not bear others of their kind: see {@link Turns}.
   *
   * @param parameters how many numbers it has learnt
   * @param images (N, channels, H, W)
   * @param areTasks whether films are split among threads, see {@link FilmTasks}
   */
  static <T> T during(long parameters, Shape images, boolean areTasks, Supplier<T> work) {
    if (!isLittle(parameters, images)) {
      return areTasks ? work.get() : Turns.during(work);
    }
    JniUtils.setNumThreads(1);
    try {
      return work.get();
    } finally {
      JniUtils.setNumThreads(ALL);
    }
  }

  static boolean isLittle(long parameters, Shape images) {
    return (double) parameters * images.get(0) * images.get(2) * images.get(3) <= LITTLE;
  }
}
