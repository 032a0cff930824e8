package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.cxrlab.FastPath;

/**
 * How a parameter lies in memory. Kernels larger than one pixel lie with their channels last, which
 * is what the convolutions are fastest with; everything else row by row. So do images. {@code
 * -Dcxrlab.channelslast=false} leaves all of them row by row.
 */
final class MemoryLayout {
  static final FastPath SWITCH = new FastPath("cxrlab.channelslast");

  /** Asked once: weights that lie one way must not be read the other. */
  private static final boolean ON = SWITCH.isOn();

  private MemoryLayout() {}

  /** Whether images, and kernels larger than one pixel, have their channels last. */
  static boolean channelsLast() {
    return ON;
  }

  /** The same in words. */
  static String description() {
    return ON ? "channels last" : "channels first; " + SWITCH.off("channels last");
  }

  private static boolean channelsLast(Shape shape) {
    return ON && shape.dimension() == 4 && shape.get(2) > 1;
  }

  /** A stretch of a flat array as a parameter of this shape, without copying. */
  static NDArray view(NDArray stretch, Shape shape) {
    if (!channelsLast(shape)) {
      return stretch.reshape(shape);
    }
    return stretch
        .reshape(shape.get(0), shape.get(2), shape.get(3), shape.get(1))
        .transpose(0, 3, 1, 2);
  }

  /** Values in the order (out, in, height, width) to the order in memory. */
  static float[] toMemory(float[] values, Shape shape) {
    return reorder(values, shape, true);
  }

  /** Values in the order in memory to the order (out, in, height, width). */
  static float[] fromMemory(float[] memory, Shape shape) {
    return reorder(memory, shape, false);
  }

  private static float[] reorder(float[] from, Shape shape, boolean toMemory) {
    if (!channelsLast(shape)) {
      return from;
    }
    int out = (int) shape.get(0);
    int in = (int) shape.get(1);
    int area = (int) (shape.get(2) * shape.get(3));
    float[] to = new float[from.length];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int p = 0; p < area; p++) {
          int rows = (o * in + i) * area + p;
          int memory = (o * area + p) * in + i;
          to[toMemory ? memory : rows] = from[toMemory ? rows : memory];
        }
      }
    }
    return to;
  }
}
