package org.cxrlab.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The rows of a picture that a decoder gives as a whole, or in strips one after another. */
final class PictureRows implements GreyRows {
  private final int width;
  private final int height;
  private final int stripHeight;
  private final Strips strips;

  /** Where the strip at hand begins. */
  private int top;

  private Luma.Rows strip;

  /** Decodes a strip. */
  @FunctionalInterface
  interface Strips {
    /** The strip that begins at a row and has so many. */
    BufferedImage read(int top, int rows) throws IOException;
  }

  PictureRows(int width, int height, int stripHeight, Strips strips) {
    this.width = width;
    this.height = height;
    this.stripHeight = stripHeight;
    this.strips = strips;
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
    if (y % stripHeight == 0) {
      top = y;
      try {
        strip = Luma.rows(strips.read(top, Math.min(stripHeight, height - top)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    strip.row(y - top, into, 0);
  }

  @Override
  public Window range(float least, float most) {
    return strip.range(least, most);
  }
}
