package org.cxrlab.notebook.control;

/**
 * Lets work that is asked for very often happen only now and then, and for less than a tenth of the
 * time.
 */
public final class Throttle {
  private static final int SHARE = 10;

  private final long pauseNanos;
  private long next;

  private Throttle(double seconds, double firstAfter) {
    pauseNanos = Math.round(seconds * 1e9);
    next = System.nanoTime() + Math.round(firstAfter * 1e9);
  }

  /** A few times a second. */
  public static Throttle ofPictures() {
    return new Throttle(0.4, 0);
  }

  /** Twice a minute, as what was printed stays. */
  public static Throttle ofLines() {
    return new Throttle(30, 30);
  }

  /** Runs it now, or leaves it out where the time for it has not come. */
  public void run(Runnable work) {
    long begin = System.nanoTime();
    if (begin - next >= 0) {
      work.run();
      long end = System.nanoTime();
      next = end + Math.max(pauseNanos, SHARE * (end - begin));
    }
  }
}
