package org.cxrlab.model.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How a number is stored in a file of tensors. */
public enum StoredPrecision {
  /** IEEE half precision: 5 bits of exponent, 10 of fraction. */
  F16(2),
  /** The upper half of a single-precision number. */
  BF16(2),
  /** Single precision. */
  F32(4),
  /** Double precision; rounded to single when read. */
  F64(8);

  private final int bytes;

  StoredPrecision(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one number. */
  int bytes() {
    return bytes;
  }

  /** The precision that safetensors calls by this name, if it is one. */
  static Optional<StoredPrecision> named(String name) {
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

  /** Appends a number, rounded to the nearest that can be stored; half way, to the even one. */
  void put(float number, ByteBuffer to) {
    switch (this) {
      case F16 -> to.putShort(half(number));
      case BF16 -> to.putShort(brain(number));
      case F32 -> to.putFloat(number);
      case F64 -> to.putDouble(number);
    }
  }

  /** Appends a stretch of numbers. */
  void put(float[] numbers, int from, int count, ByteBuffer to) {
    if (this == F32) {
      to.asFloatBuffer().put(numbers, from, count);
      to.position(to.position() + count * bytes);
    } else {
      for (int i = from; i < from + count; i++) {
        put(numbers[i], to);
      }
    }
  }

  /** Whether a number can be stored: one too large for half precision would become infinite. */
  boolean holds(float number) {
    return !Float.isFinite(number)
        || switch (this) {
          case F16 -> (half(number) & 0x7fff) != 0x7c00;
          case BF16 -> (brain(number) & 0x7fff) != 0x7f80;
          case F32, F64 -> true;
        };
  }

  private static short half(float number) {
    int bits = Float.floatToIntBits(number);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    int half;
    if (magnitude > 0x7f800000) {
      half = 0x7e00; // not a number
    } else if (magnitude >= 0x47800000) {
      half = 0x7c00; // 65536 and more
    } else if (magnitude < 0x38800000) {
      half = (int) Math.rint(Math.abs(number) * 0x1p24); // below the smallest normal half, 2^-14
    } else {
      half = (magnitude + 0xfff + (magnitude >> 13 & 1) >> 13) - (112 << 10);
    }
    return (short) (sign | half);
  }

  private static short brain(float number) {
    int bits = Float.floatToIntBits(number);
    return (short) (Float.isNaN(number) ? bits >>> 16 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
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
