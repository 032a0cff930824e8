package org.cxrlab.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How a photograph has to be turned to stand upright, as its EXIF data say (tag 0x0112 of the first
 * directory, as in TIFF).
 */
final class Orientation {
  private static final int TAG = 0x0112;

  /** As it is stored. */
  static final int UPRIGHT = 1;

  private static final String EXIF = "Exif\0\0";

  private Orientation() {}

  /** What a file says, 1 to 8; 1 if it says nothing. */
  static int of(PictureForm form, byte[] file) {
    return switch (form) {
      case TIFF -> ofTiff(ByteBuffer.wrap(file));
      case PNG -> new PngChunks(file).exif().map(Orientation::ofTiff).orElse(UPRIGHT);
      case JPEG -> ofJpeg(ByteBuffer.wrap(file));
      default -> UPRIGHT;
    };
  }

  private static int ofJpeg(ByteBuffer in) {
    int at = 2;
    // Segments up to the picture's own: 0xFF, a number, and a length that counts itself.
    while (at + 4 <= in.limit() && in.get(at) == -1 && in.get(at + 1) != (byte) 0xDA) {
      int length = Short.toUnsignedInt(in.getShort(at + 2));
      if (at + 2 + length > in.limit()) {
        return UPRIGHT;
      }
      if (in.get(at + 1) == (byte) 0xE1 && length > 2 + EXIF.length()) {
        ByteBuffer segment = in.slice(at + 4, length - 2);
        ByteBuffer name = segment.slice(0, EXIF.length());
        if (StandardCharsets.ISO_8859_1.decode(name).toString().equals(EXIF)) {
          return ofTiff(segment.slice(EXIF.length(), segment.limit() - EXIF.length()));
        }
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  /** What a TIFF, or EXIF data, say. Broken ones say nothing. */
  private static int ofTiff(ByteBuffer tiff) {
    int value = new TiffTags(tiff).number(TAG, UPRIGHT);
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }

  /** Whether it makes rows of the stored columns. */
  static boolean isSideways(int orientation) {
    return orientation > 4;
  }

  /** The picture, turned upright. */
  static GrayImage turn(GrayImage image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    boolean sideways = isSideways(orientation);
    int width = sideways ? image.height() : image.width();
    int height = sideways ? image.width() : image.height();
    float[] in = image.raw();
    float[] out = new float[in.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = sideways ? y : x;
        int row = sideways ? x : y;
        // Which side of the stored picture is the top, and which the left.
        boolean fromRight =
            orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBelow =
            orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        column = fromRight ? image.width() - 1 - column : column;
        row = fromBelow ? image.height() - 1 - row : row;
        out[y * width + x] = in[row * image.width() + column];
      }
    }
    return new GrayImage(image.name(), width, height, out);
  }
}
