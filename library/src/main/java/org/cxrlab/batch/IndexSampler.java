package org.cxrlab.batch;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which films an epoch shows, and in which order. A sampler may leave films out or show some more
 * than once, which is how resampling balances the classes.
 */
@FunctionalInterface
public interface IndexSampler {
  /**
   * The positions of the films of an epoch, in the order shown. The same epoch always gives the
   * same positions.
   *
   * @param epoch counted from 0
   */
  int[] indices(int epoch);

  /** All films in the table's order, the same in each epoch. */
  static IndexSampler inOrder(int films) {
    return epoch -> IntStream.range(0, films).toArray();
  }

  /** All films once, in an order of its own for each epoch. */
  static IndexSampler shuffled(int films, long seed) {
    return epoch -> {
      int[] indices = IntStream.range(0, films).toArray();
      var random = new SplittableRandom(Seeds.mix(seed, epoch));
      for (int i = films - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = indices[i];
        indices[i] = indices[j];
        indices[j] = swapped;
      }
      return indices;
    };
  }
}
