package org.cxrlab.train;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import org.cxrlab.figure.Text;

/**
 * How far a long piece of work is: one line that is written over and over on a terminal, a plain
 * line now and then elsewhere, such as in a log. To be used from one thread, and closed before
 * anything else is printed.
 */
public final class ConsoleBar implements AutoCloseable {
  private static final int CELLS = 20;
  private static final long SECOND = 1_000_000_000L;

  /** Between two plain lines; a terminal's line is written ten times a second at most. */
  private static final long PLAIN_PAUSE = 15 * SECOND;

  private static final long TERMINAL_PAUSE = SECOND / 10;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long start;
  private long shownAt;
  private int width;

  ConsoleBar(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    shownAt = terminal ? start - TERMINAL_PAUSE : start;
  }

  /**
   * A bar of a command. The launcher tells by the system property {@code cxrlab.terminal} whether
   * there is a terminal.
   *
   * @param err the stream for errors, which leaves standard output to the results
   */
  public static ConsoleBar on(PrintWriter err) {
    return new ConsoleBar(err, Boolean.getBoolean("cxrlab.terminal"), System::nanoTime);
  }

  /** A bar of a plain program. */
  public static ConsoleBar onSystemOut() {
    boolean terminal = System.console() != null;
    return new ConsoleBar(new PrintWriter(System.out, true), terminal, System::nanoTime);
  }

  /**
   * Shows how many of a number of things are done, how fast it goes and how long it will take.
   *
   * @param unit what is counted, e.g. "films"
   * @param done so far, those that were done before this bar began too
   * @param before how many were done before this bar began
   */
  public void count(String unit, long done, long before, long total) {
    double seconds = (double) (nanoTime.getAsLong() - start) / SECOND;
    double speed = (done - before) / seconds;
    String text = Text.format("%,d of %,d %s", done, total, unit);
    if (done > before && seconds > 0) {
      text += Text.format(", %.1f %s/s, %s left", speed, unit, Text.clock((total - done) / speed));
    }
    show(total == 0 ? 1 : (double) done / total, text);
  }

  /**
   * Shows a share, 0 to 1, and what goes with it. Often nothing is written, as the last time was
   * only just now.
   */
  public void show(double share, String text) {
    long now = nanoTime.getAsLong();
    if (now - shownAt < (terminal ? TERMINAL_PAUSE : PLAIN_PAUSE)) {
      return;
    }
    shownAt = now;
    if (terminal) {
      int full = (int) (Math.min(1, Math.max(0, share)) * CELLS);
      over("[" + "#".repeat(full) + ".".repeat(CELLS - full) + "] " + text);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** A line that stays, such as a complaint about one film. */
  public void say(String line) {
    over("");
    out.println(line);
    out.flush();
  }

  /** Writes over the line that is there. */
  private void over(String line) {
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      if (line.isEmpty()) {
        out.print("\r");
      }
      width = line.length();
    }
  }

  /** Takes the line off the terminal. */
  @Override
  public void close() {
    over("");
    out.flush();
  }
}
