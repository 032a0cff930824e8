package org.cxrlab.batch;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Augmentations;
import org.cxrlab.image.Framing;
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
    Framing framing,
    Augmentations augmentations,
    long seed,
    ImageCache cache) {

  static FilmPreparation standard() {
    return new FilmPreparation(
        320,
        3,
        false,
        Scaling.STANDARDISED,
        Framing.WHOLE,
        Augmentations.none(),
        0,
        ImageCache.shared());
  }

  FilmPreparation withSize(int size) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, framing, augmentations, seed, cache);
  }

  FilmPreparation withChannels(int channels) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, framing, augmentations, seed, cache);
  }

  FilmPreparation withChannelsLast() {
    return new FilmPreparation(size, channels, true, scaling, framing, augmentations, seed, cache);
  }

  FilmPreparation withScaling(Scaling scaling) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, framing, augmentations, seed, cache);
  }

  FilmPreparation withFraming(Framing framing) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, framing, augmentations, seed, cache);
  }

  FilmPreparation withAugmentations(Augmentations augmentations, long seed) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, framing, augmentations, seed, cache);
  }

  FilmPreparation withCache(ImageCache cache) {
    return new FilmPreparation(
        size, channels, channelsLast, scaling, framing, augmentations, seed, cache);
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
          Text.format(
              "A batch of %d films of %d x %d pixels takes more than 2 GB. Make the batches smaller.",
              films, size, size));
    }
    return (int) bytes;
  }

  /**
   * Puts the numbers of one film, as {@link #layout} has them.
   *
   * @param into has room for {@link #numbers()}
   */
  void prepare(Path file, BatchOrder.Place place, FloatBuffer into) {
    GrayImage image = cache.get(file, size, framing);
    if (!augmentations.isNone()) {
      long drawn = Seeds.mix(seed, place.epoch(), place.turn());
      image = augmentations.apply(image, drawn).image();
    }
    layOut(scaling.channels(image, channels), into);
  }

  private void layOut(List<float[]> planes, FloatBuffer into) {
    if (channels == 1 || !channelsLast) {
      planes.forEach(into::put);
      return;
    }
    // By rows: a film in all its channels is so large an array that Java treats it as a special
    // case, and it would be copied once more.
    float[] a = planes.get(0);
    float[] b = planes.get(1);
    float[] c = planes.get(2);
    float[] row = new float[size * channels];
    for (int y = 0; y < size; y++) {
      for (int x = 0, i = 0; x < size; x++, i += channels) {
        row[i] = a[y * size + x];
        row[i + 1] = b[y * size + x];
        row[i + 2] = c[y * size + x];
      }
      into.put(row);
    }
  }
}
