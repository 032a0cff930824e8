package org.cxrlab.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import org.cxrlab.FastPath;
import org.cxrlab.batch.NativeMemory;

/**
 * Films as tasks: each goes to a thread of libtorch's pool that is free, which works on it alone.
 * Otherwise every operation is split evenly among all threads and ends with the slowest of them: on
 * a processor that something else uses too, the others wait for that one, time and again.
 *
 * <p>Chosen in single precision, and on processors without AVX-512 in whole numbers too, for images
 * so large that on a quiet machine it takes as long. {@code -Dcxrlab.filmtasks=true} has it for
 * any, {@code false} for none.
 */
final class FilmTasks {
  static final FastPath SWITCH = new FastPath("cxrlab.filmtasks");

  /** How many pixels images have for which it pays. */
  private static final long LARGE = 200 * 200;

  private FilmTasks() {}

  /** The pool, made ready when it is first needed. */
  private static final class Pool {
    static final int THREADS = begin();

    /**
     * Its threads ask, as they begin, how many threads an operation is to be split among, and keep
     * to that.
     */
    private static int begin() {
      int threads = Threads.all();
      if (JniUtils.getNumInteropThreads() != threads) {
        JniUtils.setNumInteropThreads(threads);
      }
      JniUtils.setNumThreads(1);
      try (NDManager manager = NativeMemory.newManager()) {
        TorchScript.ofResource("FilmTasks").call(manager, "begin", (long) threads);
      } finally {
        JniUtils.setNumThreads(threads);
      }
      ThreadAffinity.spread(threads);
      return threads;
    }
  }

  /** How many threads the pool has. */
  static int threads() {
    return Pool.THREADS;
  }

  /**
   * Whether images (N, channels, H, W) are to be tasks, where a network learns from them or
   * predicts: so many that each thread has one at least.
   */
  static boolean serve(Shape images, Precision precision) {
    long films = images.get(0);
    boolean large = isAsked() || images.get(2) * images.get(3) >= LARGE;
    return SWITCH.isOn() && isFit(precision) && large && films > 1 && films >= threads();
  }

  private static boolean isFit(Precision precision) {
    return switch (precision) {
      case FP32 -> true;
      case INT8 -> isAsked() || !Processor.hasAvx512();
      case BF16 -> false;
    };
  }

  private static boolean isAsked() {
    return System.getProperty(SWITCH.property()) != null;
  }

  /** How films are shared among threads, in words. */
  static String description() {
    if (!SWITCH.isOn()) {
      return "each operation among all; " + SWITCH.off("film by film");
    }
    return "film by film, where films are many and large and not in bfloat16"
        + (isFit(Precision.INT8)
            ? ""
            : "; in int8 each operation among all, as the processor has AVX-512")
        + ThreadAffinity.description();
  }
}
