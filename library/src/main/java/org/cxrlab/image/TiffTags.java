package org.cxrlab.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cxrlab.figure.Text;

/** The small numbers in the first directory of a TIFF, or of EXIF data, which have its form. */
final class TiffTags {
  private static final int HEADER_BYTES = 8;
  private static final int ENTRY_BYTES = 12;
  private static final int SHORT = 3;

  /** Of a film there is one, and perhaps a smaller one of the same. */
  private static final int MOST_DIRECTORIES = 1_000;

  private static final int BITS = 258;
  private static final int PACKING = 259;
  private static final int COLOURS = 262;
  private static final int HALVED_COLOURS = 6;
  private static final int BANDS = 277;
  private static final int FORMAT = 339;
  private static final int SIGNED = 2;
  private static final int FRACTION = 3;

  private final ByteBuffer in;

  TiffTags(ByteBuffer tiff) {
    in = tiff.duplicate();
    if (in.limit() >= HEADER_BYTES) {
      in.order(in.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
  }

  /** Whether a file that is not packed is long enough for so many pixels. */
  boolean mayHold(long pixels) {
    boolean plain = number(PACKING, 1) == 1 && number(COLOURS, 0) != HALVED_COLOURS;
    return !plain || pixels * number(BANDS, 1) * number(BITS, 1) / Byte.SIZE <= in.limit();
  }

  /**
   * Turns away a chain of directories that leads back into itself: the decoder follows it forever.
   */
  void requireFewDirectories() throws IOException {
    long directory = Integer.toUnsignedLong(in.getInt(4));
    for (int count = 0; directory > 0; count++) {
      long next = directory + 2 + (long) Math.max(0, number(directory)) * ENTRY_BYTES;
      if (next + Integer.BYTES > in.limit()) {
        return; // the decoder finds no further one either
      }
      if (count == MOST_DIRECTORIES) {
        throw JpegBits.damaged();
      }
      directory = Integer.toUnsignedLong(in.getInt((int) next));
    }
  }

  /** Turns away what the decoder takes for other numbers: some with a fraction or a sign. */
  void requirePlainNumbers() throws IOException {
    int bits = number(BITS, 1);
    int format = number(FORMAT, 1);
    boolean isSigned = format == SIGNED;
    if (isSigned && bits <= Byte.SIZE || format == FRACTION && bits < Integer.SIZE || format > 4) {
      throw new ImageFiles.Unreadable(
          Text.format(
              "has numbers of %d bits with a %s, which can't be read. Store it as PNG.",
              bits, isSigned ? "sign" : "fraction"));
    }
  }

  /** The first of the 16-bit numbers of an entry; the other one where there is none. */
  int number(int tag, int otherwise) {
    if (in.limit() < HEADER_BYTES) {
      return otherwise;
    }
    long directory = Integer.toUnsignedLong(in.getInt(4));
    int entries = number(directory);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (number(entry) == tag && number(entry + 2) == SHORT && entry + ENTRY_BYTES <= in.limit()) {
        // Up to two of them lie in the entry itself.
        long count = Integer.toUnsignedLong(in.getInt((int) entry + 4));
        long at = count <= 2 ? entry + 8 : Integer.toUnsignedLong(in.getInt((int) entry + 8));
        int value = number(at);
        return value < 0 ? otherwise : value;
      }
    }
    return otherwise;
  }

  /** Less than 0 where the file has ended. */
  private int number(long at) {
    return at + Short.BYTES <= in.limit() ? Short.toUnsignedInt(in.getShort((int) at)) : -1;
  }
}
