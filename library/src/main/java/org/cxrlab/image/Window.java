package org.cxrlab.image;

/**
 * Which values a display shows from black to white, in the units of the pixels.
 *
 * @param black this value and all below it are shown black
 * @param white this value and all above it are shown white; not below {@code black}
 */
public record Window(double black, double white) {
  /** Checks the order of the two ends. */
  public Window {
    if (!(black <= white)) {
      throw new IllegalArgumentException(
          "A window goes from black up to white, not from " + black + " to " + white + ".");
    }
  }

  /** From the darkest to the brightest pixel. */
  public static Window of(GrayImage image) {
    return new Window(image.min(), image.max());
  }
}
