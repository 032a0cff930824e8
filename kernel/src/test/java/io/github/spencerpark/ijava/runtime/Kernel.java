package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.JavaKernel;

/** Where IJava's cells find their kernel. */
public final class Kernel {
  private static JavaKernel instance;

  private Kernel() {}

  /** The running kernel. */
  public static JavaKernel getKernelInstance() {
    return instance;
  }

  /** Says which kernel runs. */
  public static void run(JavaKernel kernel) {
    instance = kernel;
  }
}
