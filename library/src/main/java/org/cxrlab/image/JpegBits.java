package org.cxrlab.image;

import java.io.IOException;

/**
 * The bits of the scan of a JPEG, in which a zero follows each byte of ones (ITU-T T.81, B.1.1.5).
 */
final class JpegBits {
  private final byte[] data;
  private int at;
  private long held;
  private int count;

  /** The scan that begins at a place. */
  JpegBits(byte[] data, int at) {
    this.data = data;
    this.at = at;
  }

  /** What is said of a scan that is not whole. */
  static IOException damaged() {
    return new IOException("is cut short or damaged. Fetch it again.");
  }

  private void fill() {
    while (count <= Long.SIZE - 2 * Byte.SIZE && at < data.length) {
      int next = data[at] & 0xFF;
      if (next == 0xFF) {
        if (at + 1 >= data.length || data[at + 1] != 0) {
          return;
        }
        at++;
      }
      at++;
      held = held << Byte.SIZE | next;
      count += Byte.SIZE;
    }
  }

  /** The next 16 bits, left where they are, with zeros after the last. */
  private int peek() {
    if (count < Short.SIZE) {
      fill();
    }
    return (int) (count >= Short.SIZE ? held >>> count - Short.SIZE : held << Short.SIZE - count)
        & 0xFFFF;
  }

  /** The next symbol of a Huffman code. */
  int symbol(JpegHuffman table) throws IOException {
    int found = table.find(peek());
    take(found >>> Byte.SIZE);
    return found & 0xFF;
  }

  /** The next bits as a number without sign, 0 to 16 of them. */
  int bits(int bits) throws IOException {
    int value = peek() >>> Short.SIZE - bits;
    take(bits);
    return value;
  }

  /** The next bits as T.81 writes a difference of that magnitude (F.2.2.1, EXTEND). */
  int difference(int bits) throws IOException {
    if (bits == 0) {
      return 0;
    }
    int value = bits(bits);
    return value < 1 << bits - 1 ? value - (1 << bits) + 1 : value;
  }

  private void take(int bits) throws IOException {
    count -= bits;
    if (count < 0) {
      throw damaged();
    }
  }

  /** Goes to after the mark at which a decoder begins anew. */
  void restart() throws IOException {
    int mark = end();
    if (mark + 1 >= data.length || (data[mark + 1] & 0xF8) != 0xD0) {
      throw damaged();
    }
    at = mark + 2;
    held = 0;
    count = 0;
  }

  /** Where the scan ends. What is left of its last byte is dropped; more must not be left. */
  int end() throws IOException {
    fill();
    if (count >= Byte.SIZE) {
      throw damaged();
    }
    return at;
  }
}
