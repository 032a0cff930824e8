package org.cxrlab.image;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * PNG files as nearly all films are: grey, eight bits a pixel, not interlaced. Their levels are
 * left in the array that they are unpacked to, which ImageIO copies twice. Of any other file it
 * says nothing.
 */
final class GrayPng {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int HEADER = 0x49484452; // "IHDR"
  private static final int DATA = 0x49444154; // "IDAT"
  private static final int END = 0x49454E44; // "IEND"
  private static final int TRANSPARENCY = 0x74524E53; // "tRNS"
  private static final int EXIF = 0x65584966; // "eXIf", which may say that it has to be turned
  private static final int HEADER_BYTES = 13;
  private static final int CHECKSUM_BYTES = 4;

  /** Eight bits, grey, and the only methods there are of packing and filtering, not interlaced. */
  private static final long FORM = 0x0800000000L;

  /** Eight bytes of an array, the first of them lowest. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
  private static final long ONE_EACH = 0x0101010101010101L;

  /**
   * Of each thread: a film's levels are more than Java takes lightly when they are new each time.
   */
  private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[0]);

  private static final int MOST_SCRATCH = 4 << 20;

  private GrayPng() {}

  /**
   * As {@link #read}, for levels that are used at once: what is returned changes with the next call
   * in this thread.
   */
  static Levels readForNow(byte[] file) throws IOException {
    return read(file, GrayPng::scratch, 0);
  }

  private static byte[] scratch(int bytes) {
    if (bytes > MOST_SCRATCH) {
      return new byte[bytes];
    }
    byte[] scratch = SCRATCH.get();
    if (scratch.length < bytes) {
      scratch = new byte[bytes];
      SCRATCH.set(scratch);
    }
    return scratch;
  }

  /**
   * The levels of a picture.
   *
   * @return null if the file is of another kind, or is damaged: ImageIO then reads it, or finds out
   *     what is wrong with it
   * @throws IOException if there is not enough memory for it
   */
  static Levels read(byte[] file) throws IOException {
    return read(file, byte[]::new, Float.BYTES);
  }

  private static Levels read(byte[] file, IntFunction<byte[]> room, int more) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (in.remaining() < 2 * Long.BYTES + HEADER_BYTES + CHECKSUM_BYTES
        || in.getLong() != SIGNATURE
        || in.getInt() != HEADER_BYTES
        || in.getInt() != HEADER) {
      return null;
    }
    int width = in.getInt();
    int height = in.getInt();
    long form = (in.getInt() & 0xFFFFFFFFL) << Byte.SIZE | in.get() & 0xFF;
    in.getInt();
    if (form != FORM
        || !ImageFiles.isPossible(width, height)
        || (long) width * height > ZlibStream.MOST_A_BYTE * file.length) {
      return null;
    }
    ZlibStream packed = packed(in);
    if (packed == null) {
      return null;
    }
    DecodingMemory.require(width, height, (1L + more) * width * height);
    int bytes = height * (width + 1);
    byte[] rows = room.apply(bytes);
    return Unpacking.unpack(packed, rows, bytes) && unfilter(rows, width, height)
        ? new Levels(width, height, rows)
        : null;
  }

  /** The packed pixels; null if the file is damaged or of another kind. */
  private static ZlibStream packed(ByteBuffer in) {
    List<ZlibStream.Piece> pieces = new ArrayList<>();
    while (in.remaining() >= 2 * Integer.BYTES + CHECKSUM_BYTES) {
      int length = in.getInt();
      int type = in.getInt();
      if (length < 0
          || length > in.remaining() - CHECKSUM_BYTES
          || type == TRANSPARENCY
          || type == EXIF) {
        return null;
      }
      if (type == END) {
        break;
      }
      if (type == DATA) {
        pieces.add(new ZlibStream.Piece(in.position(), length));
      }
      in.position(in.position() + length + CHECKSUM_BYTES);
    }
    return new ZlibStream(in.array(), pieces);
  }

  /**
   * Undoes the filters in place; each row begins with the number of its own.
   *
   * @return whether there are such filters
   */
  private static boolean unfilter(byte[] rows, int width, int height) {
    int stride = width + 1;
    for (int y = 0; y < height; y++) {
      int start = y * stride + 1;
      switch (rows[start - 1]) {
        case 0 -> {}
        case 1 -> left(rows, start, width);
        case 2 -> {
          if (y > 0) {
            above(rows, start, width);
          }
        }
        case 3 -> mean(rows, start, width, y == 0);
        case 4 -> {
          if (y > 0) {
            paeth(rows, start, width);
          } else {
            // With zeros above, the one nearest to left + 0 - 0 is the one to the left.
            left(rows, start, width);
          }
        }
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private static void left(byte[] rows, int start, int width) {
    long last = 0;
    int i = start;
    for (; i <= start + width - Long.BYTES; i += Long.BYTES) {
      long sums = (long) EIGHT.get(rows, i);
      sums = added(sums, sums << Byte.SIZE);
      sums = added(sums, sums << 2 * Byte.SIZE);
      sums = added(sums, sums << 4 * Byte.SIZE);
      sums = added(sums, last * ONE_EACH);
      EIGHT.set(rows, i, sums);
      last = sums >>> 7 * Byte.SIZE;
    }
    for (; i < start + width; i++) {
      last += rows[i];
      rows[i] = (byte) last;
    }
  }

  private static void above(byte[] rows, int start, int width) {
    int back = width + 1;
    int i = start;
    for (; i <= start + width - Long.BYTES; i += Long.BYTES) {
      EIGHT.set(rows, i, added((long) EIGHT.get(rows, i), (long) EIGHT.get(rows, i - back)));
    }
    for (; i < start + width; i++) {
      rows[i] += rows[i - back];
    }
  }

  /** Eight sums, each in its own byte: the highest bits apart, so that nothing is carried over. */
  private static long added(long a, long b) {
    return (a & LOW_BITS) + (b & LOW_BITS) ^ (a ^ b) & ~LOW_BITS;
  }

  private static void mean(byte[] rows, int start, int width, boolean first) {
    int back = first ? 0 : width + 1;
    int last = 0;
    int i = start;
    for (; i <= start + width - Long.BYTES; i += Long.BYTES) {
      long own = (long) EIGHT.get(rows, i);
      long above = first ? 0 : (long) EIGHT.get(rows, i - back);
      long found = 0;
      for (int bit = 0; bit < Long.SIZE; bit += Byte.SIZE) {
        int up = (int) (above >>> bit) & 0xFF;
        last = (int) (own >>> bit) + (last + up >> 1) & 0xFF;
        found |= (long) last << bit;
      }
      EIGHT.set(rows, i, found);
    }
    for (; i < start + width; i++) {
      int up = first ? 0 : rows[i - back] & 0xFF;
      last = rows[i] + (last + up >> 1) & 0xFF;
      rows[i] = (byte) last;
    }
  }

  /**
   * Of left, above and above left (the corner) the one that left + above - corner is nearest to, as
   * the standard has it. That is the smaller of left and above where 3 corner - left - above is not
   * below the larger, the larger where it is not above the smaller, and else the corner.
   */
  private static void paeth(byte[] rows, int start, int width) {
    int back = width + 1;
    int left = 0;
    int corner = 0;
    for (int i = start; i < start + width; i++) {
      int up = rows[i - back] & 0xFF;
      int smaller = Math.min(left, up);
      int larger = Math.max(left, up);
      int bound = 3 * corner - left - up;
      int nearer = bound >= larger ? smaller : corner;
      int nearest = bound <= smaller ? larger : nearer;
      left = rows[i] + nearest & 0xFF;
      corner = up;
      rows[i] = (byte) left;
    }
  }

  /**
   * Grey levels from 0 to 255.
   *
   * @param rows each with one byte before it that means nothing; never written to
   */
  @SuppressWarnings("ArrayRecordComponent") // within this package, which never compares them
  record Levels(int width, int height, byte[] rows) implements GreyRows {
    /** What each level is as grey from 0 to 1. */
    private static final float[] GREYS = greys();

    private static float[] greys() {
      float[] greys = new float[256];
      for (int i = 0; i < greys.length; i++) {
        greys[i] = i / 255f;
      }
      return greys;
    }

    @Override
    public void row(int y, float[] into) {
      row(y, into, 0);
    }

    /** Greys of one row, from 0 to 1. */
    void row(int y, float[] into, int at) {
      byte[] from = rows;
      int start = y * (width + 1) + 1;
      int x = 0;
      // Eight at a look: reading bytes one by one takes half as long again.
      for (; x <= width - Long.BYTES; x += Long.BYTES) {
        long eight = (long) EIGHT.get(from, start + x);
        for (int i = 0; i < Long.BYTES; i++) {
          into[at + x + i] = GREYS[(int) (eight >>> i * Byte.SIZE) & 0xFF];
        }
      }
      for (; x < width; x++) {
        into[at + x] = GREYS[from[start + x] & 0xFF];
      }
    }

    /** All of them. */
    float[] greysOfAll() {
      float[] all = new float[width * height];
      for (int y = 0; y < height; y++) {
        row(y, all, y * width);
      }
      return all;
    }
  }
}
