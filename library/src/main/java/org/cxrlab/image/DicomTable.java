package org.cxrlab.image;

import static org.cxrlab.image.DicomElements.LUT_DATA;
import static org.cxrlab.image.DicomElements.LUT_DESCRIPTOR;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A look-up table of a DICOM file (PS3.3, C.11.1 and C.11.2): values below its first are taken for
 * its first, those above its last for its last.
 *
 * @param first the value that the first entry is for
 * @param bits of its entries
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, which never compares them
record DicomTable(int first, int bits, int[] entries) {
  /**
   * The table of an item of a sequence.
   *
   * @param signed whether the values that it is asked for may be below zero
   */
  static DicomTable of(DicomElements item, boolean signed) throws IOException {
    return of(item.bytes(LUT_DESCRIPTOR), item.bytes(LUT_DATA), signed);
  }

  /** The table of a descriptor of three numbers and of its data. */
  static DicomTable of(ByteBuffer descriptor, ByteBuffer data, boolean signed) throws IOException {
    int[] form = form(descriptor, signed);
    int[] entries = new int[form[0]];
    if (data.remaining() >= 2 * entries.length) {
      for (int i = 0; i < entries.length; i++) {
        entries[i] = Short.toUnsignedInt(data.getShort(2 * i));
      }
    } else if (data.remaining() == entries.length + entries.length % 2
        || data.remaining() == entries.length) {
      // Two in each word, the low one first, whatever the order of the word's bytes is.
      for (int i = 0; i < entries.length; i++) {
        int word = i + 1 < data.remaining() || i % 2 == 1 ? data.getShort(i & ~1) : data.get(i);
        entries[i] = word >> (i % 2 == 0 ? 0 : Byte.SIZE) & 0xFF;
      }
    } else {
      throw broken();
    }
    return new DicomTable(form[1], form[2], entries);
  }

  /** How many entries there are, for which value the first is, and how many bits each has. */
  static int[] form(ByteBuffer descriptor, boolean signed) throws IOException {
    if (descriptor.remaining() < 3 * Short.BYTES) {
      throw broken();
    }
    int count = Short.toUnsignedInt(descriptor.getShort(0));
    int first = descriptor.getShort(2);
    int bits = descriptor.getShort(4);
    if (bits < 1 || bits > 16) {
      throw broken();
    }
    return new int[] {count == 0 ? 1 << 16 : count, signed ? first : first & 0xFFFF, bits};
  }

  private static IOException broken() {
    return new IOException("has a broken look-up table. Fetch it again.");
  }

  /** The entry for a value. */
  int get(double value) {
    double at = Math.floor(value + 0.5) - first;
    return entries[(int) Math.max(0, Math.min(entries.length - 1, at))];
  }

  /** What stands for white: the largest number of so many bits, or the largest entry beyond it. */
  double white() {
    int largest = (1 << bits) - 1;
    for (int entry : entries) {
      largest = Math.max(largest, entry);
    }
    return largest;
  }
}
