package org.cxrlab.batch;

/** Seeds made of several numbers. */
final class Seeds {
  // The increment of SplittableRandom: an odd number without a pattern in its bits.
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * One seed of several numbers, so that neighbours such as epochs 1 and 2 have nothing in common.
   */
  static long mix(long... numbers) {
    long seed = 0;
    for (long number : numbers) {
      seed = scramble(seed + GOLDEN + number);
    }
    return seed;
  }

  /** The finaliser of MurmurHash3, by David Stafford (variant 13). */
  private static long scramble(long z) {
    long first = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
    return second ^ second >>> 31;
  }
}
