package org.cxrlab.split;

import java.util.List;
import java.util.Random;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Text;

/**
 * Divides films without regard to patients. This is the wrong way, here to be looked at: films of
 * one patient land on both sides, and the test is no longer a test. Use {@link PatientSplit}.
 */
public final class ImageSplit {
  private final Films films;
  private final Ratios ratios;
  private final long seed;

  private ImageSplit(Films films, Ratios ratios, long seed) {
    this.films = films;
    this.ratios = ratios;
    this.seed = seed;
  }

  /** Divides these films, unless told otherwise 0.7 to 0.1 to 0.2 with seed 0. */
  public static ImageSplit of(Films films) {
    return new ImageSplit(films, new Ratios(0.7, 0.1, 0.2), 0);
  }

  /**
   * Shares of the films in each part.
   *
   * @throws IllegalArgumentException unless all are above 0 and they sum to 1
   */
  public ImageSplit ratios(double train, double validation, double test) {
    return new ImageSplit(films, new Ratios(train, validation, test), seed);
  }

  /** The seed of the draw; 0 unless set. */
  public ImageSplit seed(long newSeed) {
    return new ImageSplit(films, ratios, newSeed);
  }

  /**
   * The three parts.
   *
   * @throws IllegalArgumentException if there are fewer than three films
   */
  public Split split() {
    var groups = Groups.byFilm(films);
    double[] shares = ratios.array();
    if (groups.count() < shares.length) {
      throw new IllegalArgumentException(
          Text.format(
              "%d parts need at least as many films, but there are %d; take more films.",
              shares.length, groups.count()));
    }
    int[] parts = Shuffled.divide(groups, shares, new Random(seed));
    List<Films> divided = groups.parts(parts, shares.length);
    return new Split(divided.get(0), divided.get(1), divided.get(2));
  }
}
