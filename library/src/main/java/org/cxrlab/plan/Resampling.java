package org.cxrlab.plan;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cxrlab.batch.IndexSampler;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Chart;
import org.cxrlab.figure.Charts;

/**
 * How often training shows each film. Showing rare findings more often is the other way to even out
 * the classes, beside weights in the loss. A film counts by its rarest finding; films without a
 * finding count as one more class. A label that is unknown or smoothed is no finding here.
 */
public enum Resampling {
  /** Every film once in each epoch. */
  NONE(0),
  /** By the root of the class's rarity: a compromise, after Gupta, Dollár and Girshick (2019). */
  SQUARE_ROOT(0.5),
  /** By the class's rarity: each class would be shown equally often, if none came together. */
  BALANCED(1);

  private final double power;

  Resampling(double power) {
    this.power = power;
  }

  /** Which films each epoch shows: as many as there are, drawn with a seed. */
  public IndexSampler sampler(Films films, long seed) {
    if (this == NONE) {
      return IndexSampler.shuffled(films.size(), seed);
    }
    double[] ends = chances(films);
    Arrays.parallelPrefix(ends, Double::sum);
    return epoch -> {
      var random = new SplittableRandom(new SplittableRandom(seed + epoch).nextLong());
      return IntStream.range(0, films.size())
          .map(i -> drawn(ends, random.nextDouble() * ends[ends.length - 1]))
          .toArray();
    };
  }

  private static int drawn(double[] ends, double at) {
    int found = Arrays.binarySearch(ends, at);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** For each film 1 / share of its rarest class, to the power of this kind. */
  private double[] chances(Films films) {
    int labels = films.labels().size();
    int[] counts = new int[labels + 1];
    for (Film film : films) {
      for (int label = 0; label <= labels; label++) {
        counts[label] += isOf(film, label, labels) ? 1 : 0;
      }
    }
    return films.stream()
        .mapToDouble(
            film ->
                IntStream.rangeClosed(0, labels)
                    .filter(label -> isOf(film, label, labels))
                    .mapToDouble(label -> Math.pow(counts[label], -power))
                    .max()
                    .orElseThrow())
        .toArray();
  }

  /** Whether a film has a label, or, for the class after the last label, none of them. */
  private static boolean isOf(Film film, int label, int labels) {
    return label < labels
        ? film.value(label) == 1
        : IntStream.range(0, labels).noneMatch(l -> film.value(l) == 1);
  }

  /** Positives of each label among the films as they are, and among those of a first epoch. */
  public Chart preview(Films films, long seed) {
    Films shown = films.at(sampler(films, seed).indices(0));
    return Charts.bars("Positives in an epoch", "films", films.labels().names())
        .series("each film once", positives(films))
        .series("resampled", positives(shown))
        .horizontal()
        .alt("Bars for each label: how many positives an epoch shows, before and after resampling.")
        .build();
  }

  private static double[] positives(Films films) {
    return films.labels().names().stream()
        .mapToDouble(label -> films.positives().positives(label))
        .toArray();
  }
}
