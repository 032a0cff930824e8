package org.cxrlab.model.weights;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A tensor as a PyTorch pickle describes it: a view into a storage, whose numbers stand elsewhere
 * in the file.
 *
 * @param storage where its numbers are
 * @param offset of the first, counted in numbers
 * @param shape e.g. (64, 3, 7, 7)
 * @param strides how many numbers further the next one in each direction is
 */
record StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {
  /**
   * A run of numbers of one type.
   *
   * @param type of the numbers
   * @param key by which the file finds it
   * @param count how many numbers it has
   */
  record Storage(Type type, String key, long count) {
    /** Its size in the file. */
    long bytes() {
      return Math.multiplyExact(count, type.bytes());
    }
  }

  /**
   * A type of number.
   *
   * @param name as PyTorch calls it: "FloatStorage"
   * @param precision null for whole numbers, which no weight is
   * @param bytes of one number
   */
  record Type(String name, StoredPrecision precision, int bytes) {
    static Type of(StoredPrecision precision, String name) {
      return new Type(name, precision, precision.bytes());
    }

    static Type whole(int bytes, String name) {
      return new Type(name, null, bytes);
    }
  }

  /** Whether it has a type of number that no weight is of: a counter's. */
  boolean isOfWholeNumbers() {
    return storage.type().precision() == null;
  }

  /** The tensor with its numbers taken from the storage's bytes, row by row. */
  Tensor read(Path file, String name, ByteBuffer bytes) {
    if (isOfWholeNumbers()) {
      throw WeightsException.of(
          file, "holds \"" + name + "\" as whole numbers, " + storage.type().name());
    }
    // Two storages may be told under one key, of which one has other numbers than the file.
    if (!isInside() || bytes.limit() < storage.bytes()) {
      throw WeightsException.of(file, "describes \"" + name + "\" as more than is stored of it");
    }
    float[] values = new float[(int) count()];
    long[] index = new long[shape.length];
    long place = offset;
    for (int i = 0; i < values.length; i++) {
      values[i] = storage.type().precision().get(bytes, (int) place);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        place -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return new Tensor(name, new Shape(shape), values);
  }

  /** How many it claims to have; no claim is too large for this. */
  double numbers() {
    return Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private long count() {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** No tensor may have more numbers than its storage, or look outside of it. */
  private boolean isInside() {
    boolean inside = strides.length == shape.length && offset >= 0;
    long last = offset;
    try {
      for (int axis = 0; inside && axis < shape.length; axis++) {
        inside = shape[axis] > 0 && shape[axis] <= storage.count() && strides[axis] >= 0;
        last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
      }
      return inside && last < storage.count() && count() <= storage.count();
    } catch (ArithmeticException e) {
      return false; // farther than any number reaches
    }
  }
}
