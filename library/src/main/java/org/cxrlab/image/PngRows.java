package org.cxrlab.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;

/**
 * The rows of a PNG of any depth and colours, unpacked one after another (ISO/IEC 15948), of films
 * so large that their pixels are not to be held at once. Their greys are those of {@link Luma}.
 */
final class PngRows implements GreyRows {
  /** Where the header says the size; after it come depth and colours. */
  private static final int SIZE = 16;

  private static final int DEPTH = 24;
  private static final int COLOURS = 25;
  private static final int INTERLACED = 28;
  private static final int HEADER_END = 33;
  private static final int PALETTE = 3;

  /** How many numbers a pixel has: grey, colours, a palette's, the first two with transparency. */
  private static final Map<Integer, Integer> BANDS = Map.of(0, 1, 2, 3, PALETTE, 1, 4, 2, 6, 4);

  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16);

  private final int width;
  private final int height;
  private final int bits;
  private final int bands;

  /** The greys of single numbers of up to eight bits; of a palette as many as it has colours. */
  private final float[] greys;

  private final DataInputStream in;
  private byte[] above;
  private byte[] row;

  /** Begins to unpack a file that {@link #canRead}. */
  PngRows(byte[] file) {
    ByteBuffer header = ByteBuffer.wrap(file);
    width = header.getInt(SIZE);
    height = header.getInt(SIZE + Integer.BYTES);
    bits = file[DEPTH];
    bands = BANDS.get((int) file[COLOURS]);
    var chunks = new PngChunks(file);
    greys = chunks.palette().map(PngRows::greys).orElseGet(() -> greys(bits));
    in = new DataInputStream(new InflaterInputStream(chunks.data()));
    row = new byte[(int) (((long) width * bands * bits + Byte.SIZE - 1) / Byte.SIZE)];
    above = new byte[row.length];
  }

  /** Whether a file, as its header says, can be read by rows, which interlaced ones can't. */
  static boolean canRead(byte[] file) {
    if (file.length <= HEADER_END || file[INTERLACED] != 0) {
      return false;
    }
    boolean byPalette = file[COLOURS] == PALETTE;
    return DEPTHS.contains((int) file[DEPTH])
        && BANDS.containsKey((int) file[COLOURS])
        && (!byPalette || file[DEPTH] <= Byte.SIZE && new PngChunks(file).palette().isPresent());
  }

  private static float[] greys(ByteBuffer palette) {
    float[] greys = new float[palette.remaining() / 3];
    for (int i = 0; i < greys.length; i++) {
      greys[i] =
          Luma.luma(
                  palette.get(3 * i) & 0xFF,
                  palette.get(3 * i + 1) & 0xFF,
                  palette.get(3 * i + 2) & 0xFF)
              / 255;
    }
    return greys;
  }

  private static float[] greys(int bits) {
    float[] greys = new float[1 << Math.min(Byte.SIZE, bits)];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = i * 255 / (greys.length - 1) / 255f;
    }
    return greys;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void row(int y, float[] into) {
    byte[] before = row;
    row = above;
    above = before;
    try {
      int filter = in.readUnsignedByte();
      in.readFully(row);
      unfilter(filter);
    } catch (IOException e) {
      throw new UncheckedIOException(JpegBits.damaged());
    }
    if (bits == Short.SIZE) {
      sixteenBits(into);
    } else if (bands >= 3) {
      colours(into);
    } else {
      for (int x = 0; x < width; x++) {
        into[x] = Luma.ofPalette(greys, number(x));
      }
    }
  }

  private void unfilter(int filter) throws IOException {
    int step = Math.max(1, bands * bits / Byte.SIZE);
    for (int i = 0; i < row.length; i++) {
      int left = i < step ? 0 : row[i - step] & 0xFF;
      int up = above[i] & 0xFF;
      row[i] +=
          (byte)
              switch (filter) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> up;
                case 3 -> left + up >> 1;
                case 4 -> paeth(left, up, i < step ? 0 : above[i - step] & 0xFF);
                default -> throw JpegBits.damaged();
              };
    }
  }

  private static int paeth(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  /** The one number of a pixel, or the first of two, of up to eight bits. */
  private int number(int x) {
    if (bits == Byte.SIZE) {
      return row[x * bands] & 0xFF;
    }
    int bit = x * bits;
    return row[bit / Byte.SIZE] >> Byte.SIZE - bits - bit % Byte.SIZE & (1 << bits) - 1;
  }

  private void colours(float[] into) {
    for (int x = 0, i = 0; x < width; x++, i += bands) {
      into[x] = Luma.luma(row[i] & 0xFF, row[i + 1] & 0xFF, row[i + 2] & 0xFF) / 255;
    }
  }

  private void sixteenBits(float[] into) {
    for (int x = 0; x < width; x++) {
      int i = x * bands;
      into[x] = bands < 3 ? wide(i) : Luma.luma(wide(i), wide(i + 1), wide(i + 2));
    }
  }

  private int wide(int at) {
    return (row[2 * at] & 0xFF) << Byte.SIZE | row[2 * at + 1] & 0xFF;
  }

  @Override
  public void end() {
    try {
      // What follows the pixels is not looked at, but the check sum after them is.
      in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(JpegBits.damaged());
    }
  }

  @Override
  public Window range(float least, float most) {
    return bits == Short.SIZE ? OwnRange.of(0, 0xFFFF, bits, least, most) : new Window(0, 1);
  }
}
