package org.cxrlab.batch;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.cxrlab.image.Augmentations;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.Scaling;

/**
 * What is done to one film before a network sees it: read, resized, augmented, scaled, laid out in
 * channels.
 */
record FilmPreparation(
    int size,
    int channels,
    boolean channelsLast,
    Scaling scaling,
    Augmentations augmentations,
    long seed,
    boolean constantAsZeros,
    ImageCache cache) {

  static FilmPreparation standard() {
    return new FilmPreparation(
        320, 3, false, Scaling.STANDARDISED, Augmentations.none(), 0, false, ImageCache.shared());
  }

  FilmPreparation withSize(int size) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, augmentations, seed, constantAsZeros, cache);
  }

  FilmPreparation withChannels(int channels) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, augmentations, seed, constantAsZeros, cache);
  }

  FilmPreparation withChannelsLast() {
    return new FilmPreparation(
        size, channels, true, scaling, augmentations, seed, constantAsZeros, cache);
  }

  FilmPreparation withScaling(Scaling scaling) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, augmentations, seed, constantAsZeros, cache);
  }

  FilmPreparation withAugmentations(Augmentations augmentations, long seed) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, augmentations, seed, constantAsZeros, cache);
  }

  FilmPreparation withConstantAsZeros() {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, augmentations, seed, true, cache);
  }

  FilmPreparation withCache(ImageCache cache) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, augmentations, seed, constantAsZeros, cache);
  }

  /** The shape of a batch of films as they lie in memory. */
  Shape layout(int films) {
    return channelsLast
        ? new Shape(films, size, size, channels)
        : new Shape(films, channels, size, size);
  }

  /** How many numbers one film takes. */
  int numbers() {
    return channels * size * size;
  }

  /** How many bytes a batch takes. */
  int bytes(int films) {
    long bytes = (long) films * numbers() * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A batch of %d films of %d x %d pixels takes more than 2 GB. Make the batches smaller."
              .formatted(films, size, size));
    }
    return (int) bytes;
  }

  /** The numbers of one film, as {@link #layout} has them. */
  float[] prepare(Path file, BatchOrder.Place place) {
    GrayImage image = cache.get(file, size);
    if (!augmentations.isNone()) {
      long drawn = Seeds.mix(seed, place.epoch(), place.turn());
      image = augmentations.apply(image, drawn).image();
    }
    if (constantAsZeros && scaling == Scaling.STANDARDISED) {
      return inMemory(Collections.nCopies(channels, image.standardisedOrZeros().pixels()));
    }
    return inMemory(scaling.channels(image, channels));
  }

  /** All channels in one array, in the order of {@link #layout}. */
  private float[] inMemory(List<float[]> planes) {
    if (channels == 1) {
      return planes.get(0);
    }
    int area = size * size;
    float[] all = new float[channels * area];
    for (int c = 0; c < channels; c++) {
      float[] plane = planes.get(c);
      if (channelsLast) {
        for (int i = 0; i < area; i++) {
          all[i * channels + c] = plane[i];
        }
      } else {
        System.arraycopy(plane, 0, all, c * area, area);
      }
    }
    return all;
  }
}
