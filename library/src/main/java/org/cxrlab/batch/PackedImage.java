package org.cxrlab.batch;

import org.cxrlab.image.GrayImage;

/**
 * The pixels of a film in as little memory as keeps them exactly: one byte each where all of them
 * are 255ths, as in a film that was not resized, and four otherwise.
 */
sealed interface PackedImage {
  /** The very film that was packed. */
  GrayImage unpack();

  /** The memory that the pixels take. */
  long bytes();

  /** Packs a film. */
  static PackedImage of(GrayImage image) {
    if (image.hasPadding()) {
      return new Floats(image);
    }
    float[] pixels = image.pixels();
    byte[] packed = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int level = Math.round(pixels[i] * 255);
      if (level / 255f != pixels[i]) {
        return new Floats(image);
      }
      packed[i] = (byte) level;
    }
    return new Bytes(image.name(), image.width(), image.height(), packed);
  }

  /** A film whose pixels are 255ths. */
  @SuppressWarnings("ArrayRecordComponent") // held by the cache alone
  record Bytes(String name, int width, int height, byte[] levels) implements PackedImage {
    @Override
    public GrayImage unpack() {
      float[] pixels = new float[levels.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (levels[i] & 0xFF) / 255f;
      }
      return GrayImage.of(width, height, pixels).named(name);
    }

    @Override
    public long bytes() {
      return levels.length;
    }
  }

  /** Any other film. */
  record Floats(GrayImage image) implements PackedImage {
    @Override
    public GrayImage unpack() {
      return image;
    }

    @Override
    public long bytes() {
      return 4L * image.width() * image.height();
    }
  }
}
