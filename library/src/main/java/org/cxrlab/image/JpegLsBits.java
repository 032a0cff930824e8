package org.cxrlab.image;

import java.io.IOException;

/**
 * The bits of a scan of JPEG-LS, in which a zero bit follows each byte of ones (ITU-T T.87, 9.1).
 */
final class JpegLsBits {
  private final byte[] data;
  private int at;
  private long held;
  private int count;
  private boolean afterOnes;

  JpegLsBits(byte[] data, int at) {
    this.data = data;
    this.at = at;
  }

  private void fill() throws IOException {
    while (count <= Long.SIZE - 2 * Byte.SIZE) {
      if (at >= data.length || afterOnes && data[at] < 0) {
        break;
      }
      int bits = afterOnes ? Byte.SIZE - 1 : Byte.SIZE;
      held = held << bits | data[at] & 0xFF;
      count += bits;
      afterOnes = data[at] == -1;
      at++;
    }
  }

  /** The next bits as a number, 0 to 32 of them. */
  int bits(int bits) throws IOException {
    if (count < bits) {
      fill();
      if (count < bits) {
        throw JpegBits.damaged();
      }
    }
    count -= bits;
    return (int) (held >>> count & (1L << bits) - 1);
  }

  /** How many zeros come before the next one, which is taken, too. */
  int zeros(int most) throws IOException {
    int zeros = 0;
    while (true) {
      if (count == 0) {
        fill();
        if (count == 0) {
          throw JpegBits.damaged();
        }
      }
      int run = Long.numberOfLeadingZeros(held << Long.SIZE - count);
      if (run < count) {
        zeros += run;
        count -= run + 1;
        break;
      }
      zeros += count;
      count = 0;
      if (zeros > most) {
        break;
      }
    }
    if (zeros > most) {
      throw JpegBits.damaged();
    }
    return zeros;
  }

  /**
   * Where the marker after the scan is.
   *
   * @throws IOException if more than the rest of a byte is left before it
   */
  int end() throws IOException {
    fill();
    // After a byte of ones comes another one, if only of zeros.
    if (count >= 2 * Byte.SIZE) {
      throw JpegBits.damaged();
    }
    return afterOnes ? at - 1 : at;
  }
}
