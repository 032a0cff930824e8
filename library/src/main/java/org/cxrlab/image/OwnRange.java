package org.cxrlab.image;

import java.io.IOException;

/** The range that a picture is shown by if it does not say one. */
final class OwnRange {
  private OwnRange() {}

  /**
   * The range of its numbers, or, where the picture fills less than half of that, from its own
   * darkest to its own brightest: twelve bits that are kept in sixteen would all but be black.
   * Eight bits always count as they are, for these are greys and no measurements.
   *
   * @param lowest what the numbers could be at the least
   * @param highest and at the most
   * @param bits of the numbers
   * @param least what they are
   * @param most and at the most; if no larger than {@code least}, the picture is constant
   */
  static Window of(double lowest, double highest, int bits, double least, double most) {
    boolean own = bits > 8 && most > least && most - least < (highest - lowest) / 2;
    return own ? new Window(least, most) : new Window(lowest, highest);
  }

  /**
   * Spreads greys over their range, in place, to 0 for black and 1 for white.
   *
   * @throws IOException if one of them is no number
   */
  static float[] spread(float[] greys, double lowest, double highest, int bits) throws IOException {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    boolean finite = true;
    for (float grey : greys) {
      finite &= Float.isFinite(grey);
      least = Math.min(least, grey);
      most = Math.max(most, grey);
    }
    return spread(greys, of(lowest, highest, bits, least, most), finite);
  }

  /**
   * The same over a range that is known.
   *
   * @param finite whether all numbers of the picture are
   */
  static float[] spread(float[] greys, Window range, boolean finite) throws IOException {
    if (!finite) {
      throw new ImageFiles.Unreadable("has a pixel that is no number. Leave it out.");
    }
    double width = range.white() - range.black();
    float black = (float) range.black();
    float white = (float) width;
    for (int i = 0; i < greys.length; i++) {
      if (Float.isFinite(white)) {
        greys[i] = (greys[i] - black) / white;
      } else {
        // A constant picture without a range of its own is black; others may be wider than floats.
        greys[i] = Double.isFinite(width) ? (float) ((greys[i] - range.black()) / width) : 0;
      }
    }
    return greys;
  }
}
