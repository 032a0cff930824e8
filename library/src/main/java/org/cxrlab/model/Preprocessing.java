package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Objects;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.data.Films;
import org.cxrlab.image.Framing;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.Scaling;

/**
 * What is done to a film before a network sees it: made a square, resized, its pixels scaled, laid
 * out in channels.
 *
 * @param imageSize width and height in pixels, 32 to 4096: the network halves them five times
 * @param channels how many channels the first layer takes, 1 or 3
 * @param scaling what becomes of the pixels
 * @param framing how a film that is not square becomes a square
 */
public record Preprocessing(int imageSize, int channels, Scaling scaling, Framing framing) {
  /** The least width and height of an image in pixels. */
  static final int SMALLEST = 32;

  /** The greatest; the maps of a larger one would not fit into memory. */
  static final int LARGEST = 4096;

  /** Films standardised each by itself. */
  public Preprocessing(int imageSize, int channels) {
    this(imageSize, channels, Scaling.STANDARDISED);
  }

  /** Whole films, scaled so. */
  public Preprocessing(int imageSize, int channels, Scaling scaling) {
    this(imageSize, channels, scaling, Framing.WHOLE);
  }

  /** Checks that the network can take such images. */
  public Preprocessing {
    if (imageSize < SMALLEST) {
      throw new IllegalArgumentException(
          "The image size is "
              + imageSize
              + "; it must be at least "
              + SMALLEST
              + " pixels, because the network halves it five times.");
    }
    if (imageSize > LARGEST) {
      throw new IllegalArgumentException(
          "The image size is " + imageSize + "; it can be " + LARGEST + " pixels at most.");
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "A film has 1 channel, or 3 equal ones, not " + channels + ".");
    }
    Objects.requireNonNull(scaling);
    Objects.requireNonNull(framing);
  }

  /**
   * Checks images that somebody else has prepared. The engine's own words for a wrong shape are
   * long, and equal channels would be taken whatever their number.
   */
  void check(Shape images) {
    if (images.dimension() != 4
        || images.get(1) != channels
        || Math.min(images.get(2), images.get(3)) < SMALLEST) {
      throw new IllegalArgumentException(
          "Images must come as (N, "
              + channels
              + ", height, width) of at least "
              + SMALLEST
              + " pixels each way, not as "
              + images
              + "; model.loader(films) prepares them so.");
    }
  }

  /** A loader that prepares films so, in the table's order. */
  BatchLoader loader(Films films) {
    BatchLoader loader =
        BatchLoader.of(films)
            .imageSize(imageSize)
            .channels(channels)
            .scaling(scaling)
            .framing(framing);
    return MemoryLayout.channelsLast() ? loader.channelsLast() : loader;
  }

  /**
   * A picture of any size as the network takes it: channel by channel, each row by row. Equal
   * channels are one and the same array, which is not to be written to.
   */
  public List<float[]> channels(GrayImage image) {
    return scaling.channels(framing.of(image).resize(imageSize, imageSize), channels);
  }

  /** The same at another size. */
  Preprocessing withImageSize(int pixels) {
    return new Preprocessing(pixels, channels, scaling, framing);
  }

  @Override
  public String toString() {
    return imageSize
        + " x "
        + imageSize
        + " pixels, "
        + scaling.description()
        + ", "
        + (channels == 1 ? "one channel" : channels + " channels")
        + (framing == Framing.WHOLE ? "" : ", " + framing.description());
  }
}
