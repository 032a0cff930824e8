package org.cxrlab.image;

import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;

/** Moves a picture by an affine transform: bilinear, its edge repeated outwards. */
final class AffineResample {
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
    double stepX = back.getScaleX();
    double stepY = back.getShearY();
    for (int y = 0; y < height; y++) {
      // Where the middle of the row's first pixel comes from, counted in middles of pixels.
      double startX = stepX * 0.5 + back.getShearX() * (y + 0.5) + back.getTranslateX() - 0.5;
      double startY = stepY * 0.5 + back.getScaleY() * (y + 0.5) + back.getTranslateY() - 0.5;
      for (int x = 0; x < width; x++) {
        double fromX = within(width - 1, startX + stepX * x);
        double fromY = within(height - 1, startY + stepY * x);
        int left = (int) fromX;
        int row = (int) fromY;
        int top = row * width;
        int right = Math.min(left + 1, width - 1);
        int below = Math.min(row + 1, height - 1) * width;
        float acrossX = (float) (fromX - left);
        float acrossY = (float) (fromY - row);
        float upper = in[top + left] + acrossX * (in[top + right] - in[top + left]);
        float lower = in[below + left] + acrossX * (in[below + right] - in[below + left]);
        out[y * width + x] = upper + acrossY * (lower - upper);
      }
    }
    return out;
  }

  /**
   * By comparisons, as Math.min and Math.max also order the two zeros and NaN, which takes time.
   */
  private static double within(double most, double value) {
    return value < 0 ? 0 : value > most ? most : value;
  }
}
