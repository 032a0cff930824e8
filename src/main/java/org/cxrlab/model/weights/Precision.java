package org.cxrlab.model.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How a number is stored in a file of tensors. */
enum Precision {
  /** IEEE half precision: 5 bits of exponent, 10 of fraction. */
  F16(2),
  /** The upper half of a single-precision number. */
  BF16(2),
  /** Single precision. */
  F32(4),
  /** Double precision; rounded to single when read. */
  F64(8);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one number. */
  int bytes() {
    return bytes;
  }

  /** The precision that safetensors calls by this name, if it is one. */
  static Optional<Precision> named(String name) {
    return Arrays.stream(values()).filter(p -> p.name().equals(name)).findFirst();
  }

  /** All numbers of a buffer, which is in the file's own byte order. */
  float[] all(ByteBuffer from) {
    float[] numbers = new float[from.capacity() / bytes];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = get(from, i);
    }
    return numbers;
  }

  /** The number at an index counted in numbers. */
  float get(ByteBuffer from, int index) {
    return switch (this) {
      case F16 -> half(from.getShort(2 * index));
      case BF16 -> Float.intBitsToFloat(from.getShort(2 * index) << 16);
      case F32 -> from.getFloat(4 * index);
      case F64 -> (float) from.getDouble(8 * index);
    };
  }

  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
