package org.cxrlab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.cxrlab.batch.NativeMemory;

/** A yardstick: products of two matrices, as much arithmetic as is asked for and nothing else. */
final class ProductPart implements Part {
  private static final int SIDE = 1024;
  private static final double GFLOP = 2.0 * SIDE * SIDE * SIDE / 1e9;

  private final NDManager manager = NativeMemory.newManager();
  private final NDArray left = manager.randomUniform(-1, 1, new Shape(SIDE, SIDE));
  private final NDArray right = manager.randomUniform(-1, 1, new Shape(SIDE, SIDE));
  private final int times;

  ProductPart(Settings settings) {
    times = Math.max(1, (int) Math.round(settings.number("gflop") / GFLOP));
  }

  @Override
  public double[] run() {
    for (int i = 0; i < times; i++) {
      left.matMul(right).close();
    }
    return new double[0];
  }

  @Override
  public void close() {
    manager.close();
  }
}
