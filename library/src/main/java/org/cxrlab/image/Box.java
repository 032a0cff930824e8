package org.cxrlab.image;

/**
 * A rectangle in a picture, in pixels from its top left corner.
 *
 * @param x left edge
 * @param y top edge
 * @param width in pixels, positive
 * @param height in pixels, positive
 */
public record Box(double x, double y, double width, double height) {
  /** Checks that the box has an area. */
  public Box {
    if (!(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          "A box needs a positive width and height, not " + width + " x " + height + ".");
    }
  }

  /** The same box in a picture whose width and height were multiplied by these factors. */
  public Box scaled(double horizontally, double vertically) {
    return new Box(x * horizontally, y * vertically, width * horizontally, height * vertically);
  }
}
