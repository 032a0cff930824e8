package org.cxrlab.image;

import java.util.Optional;

/** How a film that is not square becomes the square that a network takes. */
public enum Framing {
  /** All of it is squeezed into the square. */
  WHOLE("the whole film"),
  /**
   * The longer side is cut at both ends, as torchxrayvision does; of an odd number of pixels that
   * are too many one more goes at the end.
   */
  CENTRE("the square in the film's middle");

  private final String description;

  Framing(String description) {
    this.description = description;
  }

  /** In words, e.g. for the description of a model. */
  public String description() {
    return description;
  }

  /** What the network sees of a picture. */
  public GrayImage of(GrayImage image) {
    if (this == WHOLE || image.width() == image.height()) {
      return image;
    }
    int[] part = part(image.width(), image.height());
    int side = part[2];
    float[] pixels = new float[side * side];
    for (int y = 0; y < side; y++) {
      int from = (part[1] + y) * image.width() + part[0];
      System.arraycopy(image.raw(), from, pixels, y * side, side);
    }
    return new GrayImage(image.name(), side, side, pixels);
  }

  /**
   * The part of a box that the network sees, in pixels of {@link #of(GrayImage)}.
   *
   * @param width of the whole film
   * @param height of the whole film
   * @return nothing where the box lies beyond
   */
  public Optional<Box> of(Box box, int width, int height) {
    if (this == WHOLE || width == height) {
      return Optional.of(box);
    }
    int side = side(width, height);
    double left = box.x() - start(width, side);
    double top = box.y() - start(height, side);
    double right = Math.min(side, left + box.width());
    double bottom = Math.min(side, top + box.height());
    left = Math.max(0, left);
    top = Math.max(0, top);
    return right > left && bottom > top
        ? Optional.of(new Box(left, top, right - left, bottom - top))
        : Optional.empty();
  }

  /** The part of a picture that the network sees: left, top, width and height. */
  int[] part(int width, int height) {
    if (this == WHOLE) {
      return new int[] {0, 0, width, height};
    }
    int side = side(width, height);
    return new int[] {start(width, side), start(height, side), side, side};
  }

  private static int side(int width, int height) {
    return Math.min(width, height);
  }

  private static int start(int length, int side) {
    return length / 2 - side / 2;
  }
}
