package org.cxrlab.image;

import java.io.IOException;
import java.util.Arrays;

/** A Huffman code of a JPEG (ITU-T T.81, Annex C), looked up by the next 16 bits. */
final class JpegHuffman {
  private static final int NONE = 17 << Byte.SIZE;

  private final short[] found = new short[1 << Short.SIZE];

  /**
   * A code as a file lists it.
   *
   * @param counts of codes of 1 to 16 bits, from {@code at}; after them their symbols
   */
  JpegHuffman(byte[] data, int at) throws IOException {
    // More bits than there are: what is no code ends the scan.
    Arrays.fill(found, (short) NONE);
    int symbol = at + Short.SIZE;
    int next = 0;
    for (int bits = 1; bits <= Short.SIZE; bits++) {
      int each = 1 << Short.SIZE - bits;
      for (int i = data[at + bits - 1] & 0xFF; i > 0; i--, symbol++, next += each) {
        if (next + each > found.length) {
          throw JpegBits.damaged();
        }
        Arrays.fill(found, next, next + each, (short) (bits << Byte.SIZE | data[symbol] & 0xFF));
      }
    }
  }

  /** How many symbols a code that is listed there has. */
  static int symbols(byte[] data, int at) {
    int sum = 0;
    for (int i = 0; i < Short.SIZE; i++) {
      sum += data[at + i] & 0xFF;
    }
    return sum;
  }

  /** Its length in bits, and in the low eight bits the symbol. */
  int find(int bits) throws IOException {
    int entry = found[bits];
    if (entry == NONE) {
      throw JpegBits.damaged();
    }
    return entry;
  }
}
