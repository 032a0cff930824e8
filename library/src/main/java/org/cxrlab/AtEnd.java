package org.cxrlab;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What has to be finished before Java takes native code down, when it ends: Java runs all that
 * waits for its end at the same time, and some of it has to wait for the rest.
 */
public final class AtEnd {
  private static final int MILLISECONDS = 10;
  private static final AtomicInteger BUSY = new AtomicInteger();

  private AtEnd() {}

  /** Declares that something will be done at the end; {@link #done} is to be called once for it. */
  public static void expect() {
    BUSY.incrementAndGet();
  }

  /** Declares that it was done, or will not have to be. */
  public static void done() {
    BUSY.decrementAndGet();
  }

  /** Waits until all that was expected is done, but no longer than this. */
  public static void await(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (BUSY.get() > 0 && System.nanoTime() < end) {
      Thread.sleep(MILLISECONDS);
    }
  }
}
