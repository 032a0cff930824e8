package org.cxrlab.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decodes the run-length encoding of DICOM (PS3.5, Annex G), one plane of bytes after another. */
final class RunLength {
  private static final int MOST_SEGMENTS = 15;

  private RunLength() {}

  static Samples decode(ByteBuffer packed, int width, int height, int bands, boolean wide)
      throws IOException {
    ByteBuffer in = packed.slice().order(ByteOrder.LITTLE_ENDIAN);
    int segments = bands * (wide ? 2 : 1);
    if (in.remaining() < (1 + MOST_SEGMENTS) * Integer.BYTES || in.getInt(0) != segments) {
      throw JpegBits.damaged();
    }
    // Two bytes hold 128 at the most: a header that promises more is not believed.
    if (64L * in.remaining() < (long) width * height * segments) {
      throw JpegBits.damaged();
    }
    var samples = new Samples(width, height, bands);
    for (int i = 0; i < segments; i++) {
      int begin = in.getInt((1 + i) * Integer.BYTES);
      int end = i + 1 < segments ? in.getInt((2 + i) * Integer.BYTES) : in.limit();
      if (begin < 0 || begin > end || end > in.limit()) {
        throw JpegBits.damaged();
      }
      // The high bytes of a band come before its low ones.
      int shift = wide && i % 2 == 0 ? Byte.SIZE : 0;
      unpack(in, begin, end, samples, wide ? i / 2 : i, shift);
    }
    return samples;
  }

  private static void unpack(
      ByteBuffer in, int begin, int end, Samples samples, int band, int shift) throws IOException {
    short[] out = samples.values();
    int at = begin;
    int to = band;
    while (to < out.length) {
      if (at >= end - 1) {
        throw JpegBits.damaged();
      }
      int code = in.get(at++);
      boolean repeated = code < 0;
      int count = code == Byte.MIN_VALUE ? 0 : repeated ? 1 - code : 1 + code;
      for (int i = 0; i < count && to < out.length; i++, to += samples.bands()) {
        if (at >= end) {
          throw JpegBits.damaged();
        }
        out[to] |= (short) ((in.get(at) & 0xFF) << shift);
        at += repeated ? 0 : 1;
      }
      at += repeated && count > 0 ? 1 : 0;
    }
  }
}
