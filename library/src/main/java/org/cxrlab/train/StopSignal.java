package org.cxrlab.train;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a running training to end after its step and to keep what it has learnt. The interrupt
 * button of a notebook and Ctrl-C do so.
 */
public final class StopSignal {
  private static final AtomicInteger ARMED = new AtomicInteger();
  private static volatile boolean requested;

  private StopSignal() {}

  /**
   * Asks whatever is running to stop.
   *
   * @return whether this was heard: something is running that had not been asked before
   */
  public static synchronized boolean request() {
    boolean heard = isArmed() && !requested;
    requested = isArmed();
    return heard;
  }

  /** Whether something is running that stops when it is asked. */
  public static boolean isArmed() {
    return ARMED.get() > 0;
  }

  /** Whether what is running has been asked to stop. */
  public static boolean isRequested() {
    return requested;
  }

  /** Declares that something is running that looks at {@link #isRequested} often. */
  public static synchronized Armed arm() {
    if (ARMED.getAndIncrement() == 0) {
      requested = false;
    }
    return StopSignal::disarm;
  }

  private static synchronized void disarm() {
    if (ARMED.decrementAndGet() == 0) {
      requested = false;
    }
  }

  /** Lasts while something is running that can be stopped. */
  public interface Armed extends AutoCloseable {
    @Override
    void close();
  }
}
