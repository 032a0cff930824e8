package org.cxrlab.train;

import java.io.BufferedReader;
import java.io.IOException;

/**
 * How a process that works for another hears that it has to stop: its standard input ends, also
 * where the other one was killed.
 */
public final class EndOfInput {
  private EndOfInput() {}

  /** Asks {@link StopSignal} to stop when this ends; what is said until then is passed over. */
  public static void stops(BufferedReader input) {
    var watch = new Thread(() -> readToEnd(input), "end of the input");
    watch.setDaemon(true);
    watch.start();
  }

  private static void readToEnd(BufferedReader input) {
    try {
      while (input.readLine() != null) {
        // Nothing more is said; the end is what matters.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    StopSignal.request();
  }
}
