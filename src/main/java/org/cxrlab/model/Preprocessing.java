package org.cxrlab.model;

/**
 * What is done to a film before a network sees it: resized to a square, standardised by its own
 * mean and standard deviation, and repeated in equal channels.
 *
 * @param imageSize width and height in pixels, at least 32: the network halves them five times
 * @param channels how many equal channels the first layer takes
 */
public record Preprocessing(int imageSize, int channels) {
  /** Checks that the network can take such images. */
  public Preprocessing {
    if (imageSize < 32) {
      throw new IllegalArgumentException(
          "The image size is "
              + imageSize
              + "; it must be at least 32 pixels, because the network halves it five times.");
    }
    if (channels < 1) {
      throw new IllegalArgumentException(
          "There must be at least one channel, not " + channels + ".");
    }
  }

  @Override
  public String toString() {
    return imageSize
        + " x "
        + imageSize
        + " pixels, each film standardised by its own mean and standard deviation, "
        + (channels == 1 ? "one channel" : channels + " equal channels");
  }
}
