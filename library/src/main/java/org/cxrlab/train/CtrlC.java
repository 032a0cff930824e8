package org.cxrlab.train;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cxrlab.AtEnd;

/**
 * Ctrl-C asks what is running to stop, waits until it has, and only then lets Java end, with exit
 * status 130 (143 where the process was told to terminate). A command takes part by {@link
 * StopSignal}: it is armed while it works, looks whether it is requested often, and keeps what is
 * done. What is not armed ends at once.
 */
public final class CtrlC implements AutoCloseable {
  /** A step of training and the saving of a model take some seconds; more means that it hangs. */
  private static final int SECONDS_TO_STOP = 60;

  private final PrintStream err;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "cxrlab-ctrl-c");

  private CtrlC(PrintStream err) {
    this.err = err;
  }

  /**
   * Heeds Ctrl-C until it is closed, which tells that all is done and kept.
   *
   * @param err is told that it was heard
   */
  public static CtrlC watch(PrintStream err) {
    var watch = new CtrlC(err);
    AtEnd.expect();
    Runtime.getRuntime().addShutdownHook(watch.hook);
    return watch;
  }

  /** The same for a process that another one speaks for. */
  public static CtrlC watch() {
    return watch(new PrintStream(OutputStream.nullOutputStream()));
  }

  private void end() {
    try {
      stop();
    } finally {
      AtEnd.done();
    }
  }

  private void stop() {
    if (!StopSignal.request()) {
      return;
    }
    err.println("\nStopping; what is done is kept.");
    try {
      if (!ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        err.println("cxrlab: It did not stop within " + SECONDS_TO_STOP + " s and was broken off.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Java is ending already, because of Ctrl-C: the hook has done its work.
      return;
    }
    AtEnd.done();
  }
}
