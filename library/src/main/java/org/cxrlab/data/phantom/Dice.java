package org.cxrlab.data.phantom;

import java.util.SplittableRandom;

/**
 * Seeded random numbers that are the same on every machine and Java version: only {@link
 * SplittableRandom#nextLong()} is used, whose values its specification fixes through the seed.
 */
final class Dice {
  private final long seed;
  private final SplittableRandom random;

  private Dice(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
  }

  /** A stream of its own for these keys, e.g. seed, patient, film and organ. */
  static Dice of(long... keys) {
    long hash = 0x9E3779B97F4A7C15L;
    for (long key : keys) {
      hash = (hash ^ key) * 0xBF58476D1CE4E5B9L;
      hash = (hash ^ (hash >>> 29)) * 0x94D049BB133111EBL;
      hash ^= hash >>> 32;
    }
    return new Dice(hash);
  }

  /** What the stream started from. */
  long seed() {
    return seed;
  }

  /** Uniform in 0..1, 1 excluded. */
  double uniform() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform between two bounds. */
  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform whole number from 0 to below the bound. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** True with this probability. */
  boolean chance(double probability) {
    return uniform() < probability;
  }

  /**
   * About normal with this mean and standard deviation, and never further than six of them: the sum
   * of twelve uniform numbers.
   */
  double normal(double mean, double sd) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += uniform();
    }
    return mean + sd * sum;
  }

  /** -1 (the patient's right, the picture's left) or 1. */
  int side() {
    return chance(0.5) ? -1 : 1;
  }
}
