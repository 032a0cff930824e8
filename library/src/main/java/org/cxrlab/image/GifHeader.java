package org.cxrlab.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalInt;

/** What a GIF says of its first picture that the decoder of the Java runtime does not tell. */
final class GifHeader {
  private static final int SIZE = 6;
  private static final int FLAGS = 10;
  private static final int BLOCKS = 13;
  private static final int PICTURE = 0x2C;
  private static final int EXTENSION = 0x21;
  private static final int FLAGS_IN_PICTURE = 8;

  /** The size of a palette of 256 colours. */
  private static final int ALL = 7;

  private static final int HAS_COLOURS = 0x80;

  private final byte[] file;

  /** Where the picture is described. */
  private final int picture;

  GifHeader(byte[] file) throws IOException {
    this.file = file;
    try {
      int at = BLOCKS + 3 * colours(FLAGS);
      while (file[at] == EXTENSION) {
        at += 2;
        while (file[at] != 0) {
          at += 1 + (file[at] & 0xFF);
        }
        at++;
      }
      picture = at + 1;
      if (file[at] != PICTURE || file.length < picture + FLAGS_IN_PICTURE + 2) {
        throw JpegBits.damaged();
      }
    } catch (IndexOutOfBoundsException e) {
      throw new IOException(JpegBits.damaged().getMessage(), e);
    }
  }

  private int colours(int flags) {
    return (file[flags] & HAS_COLOURS) == 0 ? 0 : 2 << (file[flags] & 7);
  }

  private int number(int at) {
    return file[at] & 0xFF | (file[at + 1] & 0xFF) << Byte.SIZE;
  }

  /**
   * The same file with a palette of 256 colours where the pixels may ask for more than there are,
   * of which the decoder would drop the highest bits.
   */
  byte[] withAllColours() throws IOException {
    int colours = colours().getAsInt();
    int own = colours(picture + FLAGS_IN_PICTURE);
    int pixels = picture + FLAGS_IN_PICTURE + 1 + 3 * own;
    if (pixels >= file.length || 1 << file[pixels] <= colours) {
      return file;
    }
    var out = new ByteArrayOutputStream();
    out.write(file, 0, FLAGS);
    out.write(HAS_COLOURS | ALL);
    out.write(file, FLAGS + 1, BLOCKS - FLAGS - 1);
    out.write(file, own == 0 ? BLOCKS : pixels - 3 * own, 3 * colours);
    out.write(new byte[3 * ((2 << ALL) - colours)], 0, 3 * ((2 << ALL) - colours));
    out.write(PICTURE);
    out.write(file, picture, FLAGS_IN_PICTURE);
    out.write(file[picture + FLAGS_IN_PICTURE] & ~HAS_COLOURS);
    out.write(file, pixels, file.length - pixels);
    return out.toByteArray();
  }

  /**
   * How many colours there are: for others the decoder gives black.
   *
   * @throws IOException if there are none, or the picture fills a part of its canvas only
   */
  OptionalInt colours() throws IOException {
    int own = colours(picture + FLAGS_IN_PICTURE);
    int colours = own == 0 ? colours(FLAGS) : own;
    if (colours == 0) {
      throw new ImageFiles.Unreadable("has no palette. Store it as PNG.");
    }
    if (number(picture) > 0
        || number(picture + 2) > 0
        || number(picture + 4) < number(SIZE)
        || number(picture + 6) < number(SIZE + 2)) {
      throw new ImageFiles.Unreadable(
          "is a picture on a canvas that is larger, which can't be read. Store it as PNG.");
    }
    return OptionalInt.of(colours);
  }
}
