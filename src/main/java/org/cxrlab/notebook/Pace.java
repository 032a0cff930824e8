package org.cxrlab.notebook;

/**
 * Lets work that is asked for very often happen only now and then: a few times a second, and for
 * less than a tenth of the time.
 */
final class Pace {
  private static final long PAUSE_NANOS = 400_000_000;
  private static final int SHARE = 10;

  private long next = System.nanoTime();

  /** Runs it now, or leaves it out where the time for it has not come. */
  void run(Runnable work) {
    long begin = System.nanoTime();
    if (begin - next >= 0) {
      work.run();
      long end = System.nanoTime();
      next = end + Math.max(PAUSE_NANOS, SHARE * (end - begin));
    }
  }
}
