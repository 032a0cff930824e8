package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConsoleBarTest {
  private final StringWriter out = new StringWriter();
  private long now = 5_000;

  private ConsoleBar bar(boolean terminal) {
    return new ConsoleBar(new PrintWriter(out), terminal, () -> now);
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  /** What stands on a terminal after what was written. */
  private String screen() {
    StringBuilder line = new StringBuilder();
    int at = 0;
    for (char c : out.toString().replace(System.lineSeparator(), "\n").toCharArray()) {
      if (c == '\r' || c == '\n') {
        at = 0;
        if (c == '\n') {
          line.setLength(0);
        }
      } else {
        line.replace(at, Math.min(at + 1, line.length()), String.valueOf(c));
        at++;
      }
    }
    return line.toString().stripTrailing();
  }

  @Test
  void onATerminalOneLineIsWrittenOver() {
    try (ConsoleBar bar = bar(true)) {
      bar.show(0.5, "half of a long way");
      assertEquals("[##########..........] half of a long way", screen());
      bar.show(0.51, "too soon");
      assertEquals("[##########..........] half of a long way", screen());
      pass(1);
      bar.show(1, "all");
      assertEquals("[####################] all", screen());
    }
    assertEquals("", screen());
  }

  @Test
  void inALogThereIsALineNowAndThen() {
    try (ConsoleBar bar = bar(false)) {
      bar.show(0.1, "begun");
      pass(15);
      bar.show(0.5, "half");
      bar.say("a film can't be read");
    }
    assertEquals(
        "half\na film can't be read\n", out.toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void aCountTellsSpeedAndTimeLeft() {
    try (ConsoleBar bar = bar(true)) {
      pass(10);
      bar.count("films", 150, 100, 1_150);
      assertEquals(
          "[##..................] 150 of 1,150 films, 5.0 films/s, 3:20 min left", screen());
    }
  }
}
