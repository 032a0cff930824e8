package org.cxrlab.model;

import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.data.Films;
import org.cxrlab.image.Scaling;

/**
 * What is done to a film before a network sees it: resized to a square, its pixels scaled, laid out
 * in channels.
 *
 * @param imageSize width and height in pixels, at least 32: the network halves them five times
 * @param channels how many channels the first layer takes
 * @param scaling what becomes of the pixels; by each film itself where nothing is said
 */
public record Preprocessing(int imageSize, int channels, Scaling scaling) {
  /** The least width and height of an image in pixels. */
  static final int SMALLEST = 32;

  /** Films standardised each by itself. */
  public Preprocessing(int imageSize, int channels) {
    this(imageSize, channels, Scaling.STANDARDISED);
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
    if (channels < 1) {
      throw new IllegalArgumentException(
          "There must be at least one channel, not " + channels + ".");
    }
    // A description from before there was a choice says nothing.
    scaling = Objects.requireNonNullElse(scaling, Scaling.STANDARDISED);
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
        BatchLoader.of(films).imageSize(imageSize).channels(channels).scaling(scaling);
    return MemoryLayout.channelsLast() ? loader.channelsLast() : loader;
  }

  /** The same at another size. */
  Preprocessing withImageSize(int pixels) {
    return new Preprocessing(pixels, channels, scaling);
  }

  @Override
  public String toString() {
    return imageSize
        + " x "
        + imageSize
        + " pixels, "
        + scaling.description()
        + ", "
        + (channels == 1 ? "one channel" : channels + " channels");
  }
}
