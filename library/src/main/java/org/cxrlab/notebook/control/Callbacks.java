package org.cxrlab.notebook.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs what controls lead to: one thing at a time, in the order in which it was asked for. Asked
 * for again while it waits, a thing runs once: a slider that is drawn from 3 to 70 leads to the
 * picture of 70 and not to all pictures in between.
 */
final class Callbacks {
  private static final Callbacks SHARED = new Callbacks();

  private final Map<Object, Task> waiting = new LinkedHashMap<>();
  private boolean busy;
  private Thread worker;

  private record Task(Runnable work, Consumer<Throwable> outcome) {}

  /** Those of every control. */
  static Callbacks shared() {
    return SHARED;
  }

  /**
   * Has something done soon.
   *
   * @param key what is asked for; it takes the place of an equal one that waits
   * @param outcome is told what went wrong, or null when nothing did
   */
  synchronized void submit(Object key, Runnable work, Consumer<Throwable> outcome) {
    waiting.put(key, new Task(work, outcome));
    if (worker == null) {
      worker = new Thread(this::serve, "controls");
      worker.setDaemon(true);
      worker.start();
    }
    notifyAll();
  }

  /**
   * Waits until nothing is left to do.
   *
   * @return false if that took too long
   */
  synchronized boolean await(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (busy || !waiting.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0 || Thread.currentThread() == worker) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void serve() {
    while (true) {
      Task task = next();
      Throwable error = null;
      try {
        task.work.run();
      } catch (Throwable thrown) { // whatever a callback throws, the next one is served
        error = thrown;
      }
      task.outcome.accept(error);
      synchronized (this) {
        busy = false;
        notifyAll();
      }
    }
  }

  private synchronized Task next() {
    while (waiting.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException ignored) {
        // An interrupt is meant for a cell; nobody ends this thread.
      }
    }
    Object first = waiting.keySet().iterator().next();
    busy = true;
    return waiting.remove(first);
  }
}
