package org.cxrlab.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * How a process that works for another hears that it has to stop: its standard input ends, also
 * where the other one was killed.
 */
public final class EndOfInput {
  private EndOfInput() {}

  /** Asks {@link StopSignal} to stop when this ends; what is said until then is passed over. */
  public static void stops(BufferedReader input) {
    stops(input, line -> {});
  }

  /** The same, where each line that comes before is heard, by a thread of its own. */
  public static void stops(BufferedReader input, Consumer<String> heard) {
    var watch = new Thread(() -> readToEnd(input, heard), "end of the input");
    watch.setDaemon(true);
    watch.start();
  }

  private static void readToEnd(BufferedReader input, Consumer<String> heard) {
    try {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        heard.accept(line);
      }
    } catch (IOException e) {
      // As good as the end.
    }
    StopSignal.request();
  }
}
