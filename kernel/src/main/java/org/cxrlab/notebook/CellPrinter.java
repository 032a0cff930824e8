package org.cxrlab.notebook;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * The standard output and error of the process, once the kernel runs: what is printed belongs to
 * the cell that was begun last, even after its end. See {@link PrintedText}.
 */
final class CellPrinter {
  private static final long MILLIS_BETWEEN_SENDINGS = 150;

  /** JJava's threads, on which cells are evaluated. */
  private static final String EVALUATING = "jjava-exec-";

  private static volatile PrintedText.Limits limits = PrintedText.Limits.OF_A_PAGE;

  /** Null in a report, whose reader has no such folder. */
  private final Path folder =
      System.getenv("CXRLAB_REPORT") != null
          ? null
          : PrintedFile.folder(Path.of(System.getProperty("java.io.tmpdir")));

  private final PrintStream before = System.out;
  private final PrintStream beforeError = System.err;
  private final Object schedule = new Object();
  private ScheduledExecutorService sender;
  private boolean scheduled;
  private volatile PrintedText text;

  /** Threads of cells that were broken off, as long as they go on. */
  private final Set<Thread> leftBehind =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile boolean anyLeftBehind;

  /** From the next cell on, all that is printed is shown. */
  static void showAll(boolean all) {
    limits = all ? PrintedText.Limits.NONE : PrintedText.Limits.OF_A_PAGE;
  }

  /** Takes the place of the process' own streams. */
  void install() {
    System.setOut(stream(StreamType.OUT, before));
    System.setErr(stream(StreamType.ERR, beforeError));
  }

  /** What is printed from now on belongs to this cell. */
  void enter(int cell, PrintedText.Front front) {
    settle(); // what threads of the cell before have printed
    String places = UUID.randomUUID().toString(); // a page may hold outputs of an earlier kernel
    text =
        new PrintedText(
            front, limits, places, folder == null ? null : folder.resolve("cell-" + cell + ".txt"));
  }

  /** Sends all that was printed, so that what is shown next stands below it. */
  void settle() {
    if (text != null) {
      text.settle();
    }
  }

  /** The cell is over. */
  void leave() {
    text.end();
  }

  /** Of a cell that was just interrupted, a loop that does not heed it ends where it prints. */
  void breakOff() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(EVALUATING) && thread.isInterrupted()) {
        leftBehind.add(thread);
        anyLeftBehind = true;
      }
    }
  }

  private PrintStream stream(StreamType type, PrintStream outside) {
    var gathered =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            if (text == null) {
              outside.write(bytes, from, length);
            } else {
              take(type, bytes, from, length);
            }
          }
        };
    return new PrintStream(gathered, false, StandardCharsets.UTF_8);
  }

  private void take(StreamType type, byte[] bytes, int from, int length) {
    if (anyLeftBehind
        && Thread.currentThread().isInterrupted()
        && leftBehind.contains(Thread.currentThread())) {
      throw new BrokenOff();
    }
    text.write(type, bytes, from, length);
    synchronized (schedule) {
      if (scheduled) {
        return;
      }
      scheduled = true;
      if (sender == null) {
        sender = Executors.newSingleThreadScheduledExecutor(CellPrinter::daemon);
      }
      sender.schedule(this::send, MILLIS_BETWEEN_SENDINGS, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    synchronized (schedule) {
      scheduled = false;
    }
    text.send();
    if (text.isWaiting()) {
      synchronized (schedule) {
        if (!scheduled) {
          scheduled = true;
          sender.schedule(this::send, MILLIS_BETWEEN_SENDINGS, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "printed text");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends a thread whose cell was broken off. Nobody waits for it any more. */
  private static final class BrokenOff extends Error {
    private static final long serialVersionUID = 1;

    BrokenOff() {
      super("The cell was interrupted.", null, false, false);
    }
  }
}
