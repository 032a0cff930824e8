package org.cxrlab.image;

import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;

/** Moves a picture by an affine transform: bilinear, its edge repeated outwards. */
final class AffineResample {
  private static final double ONE = 0x1p32;

  private AffineResample() {}

  /**
   * The pixels after the move, in the same size.
   *
   * @param place from coordinates of the source to those of the result, where (0, 0) is the outer
   *     corner of the first pixel
   */
  static float[] apply(GrayImage image, AffineTransform place) {
    AffineTransform back;
    try {
      back = place.createInverse();
    } catch (NoninvertibleTransformException e) {
      throw new IllegalArgumentException("A picture can't be squashed to nothing.", e);
    }
    float[] in = image.raw();
    int width = image.width();
    int height = image.height();
    float[] out = new float[in.length];
    long stepX = fixed(back.getScaleX());
    long stepY = fixed(back.getShearY());
    for (int y = 0; y < height; y++) {
      // Where the middle of the row's first pixel comes from, counted in middles of pixels.
      long startX =
          fixed(back.getScaleX() * 0.5 + back.getShearX() * (y + 0.5) + back.getTranslateX() - 0.5);
      long startY =
          fixed(back.getShearY() * 0.5 + back.getScaleY() * (y + 0.5) + back.getTranslateY() - 0.5);
      var row = new Row(in, width, height, startX, stepX, startY, stepY);
      int begin = 0;
      while (begin < width && !row.isInside(begin)) {
        begin++;
      }
      int end = width;
      while (end > begin && !row.isInside(end - 1)) {
        end--;
      }
      // A straight line that leaves the picture does not come back.
      row.fillByEdge(out, y * width, 0, begin);
      row.fill(out, y * width, begin, end);
      row.fillByEdge(out, y * width, end, width);
    }
    return out;
  }

  /** With 32 bits behind the point: taking numbers apart costs less than with floating point. */
  private static long fixed(double value) {
    return Math.round(value * ONE);
  }

  /** Where a row of the result comes from. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      float[] in, int width, int height, long startX, long stepX, long startY, long stepY) {

    /** Whether all four pixels around a place lie in the picture. */
    boolean isInside(int x) {
      long fromX = startX + stepX * x;
      long fromY = startY + stepY * x;
      return fromX >= 0 && fromY >= 0 && fromX >> 32 < width - 1 && fromY >> 32 < height - 1;
    }

    /** Places from {@code begin} to before {@code end}, all of them inside. */
    void fill(float[] out, int at, int begin, int end) {
      long fromX = startX + stepX * begin;
      long fromY = startY + stepY * begin;
      for (int x = begin; x < end; x++) {
        int corner = (int) (fromY >> 32) * width + (int) (fromX >> 32);
        out[at + x] =
            between(
                fraction(fromX),
                fraction(fromY),
                in[corner],
                in[corner + 1],
                in[corner + width],
                in[corner + width + 1]);
        fromX += stepX;
        fromY += stepY;
      }
    }

    /** The same of places that may lie outside. */
    void fillByEdge(float[] out, int at, int begin, int end) {
      for (int x = begin; x < end; x++) {
        long fromX = within(width - 1, startX + stepX * x);
        long fromY = within(height - 1, startY + stepY * x);
        int left = (int) (fromX >> 32);
        int right = Math.min(left + 1, width - 1);
        int top = (int) (fromY >> 32) * width;
        int below = Math.min(top + width, (height - 1) * width);
        out[at + x] =
            between(
                fraction(fromX),
                fraction(fromY),
                in[top + left],
                in[top + right],
                in[below + left],
                in[below + right]);
      }
    }

    private static long within(int most, long value) {
      return Math.max(0, Math.min((long) most << 32, value));
    }

    /** What lies behind the point, as far as a float holds it. */
    private static float fraction(long value) {
      return ((int) value >>> 8) * 0x1p-24f;
    }

    private static float between(
        float acrossX,
        float acrossY,
        float topLeft,
        float topRight,
        float belowLeft,
        float belowRight) {
      float upper = topLeft + acrossX * (topRight - topLeft);
      float lower = belowLeft + acrossX * (belowRight - belowLeft);
      return upper + acrossY * (lower - upper);
    }
  }
}
