package org.cxrlab;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The folder of reference files, and what was measured against them, for {@code bench/parity.sh}.
 */
public final class Measured {
  private Measured() {}

  /** The folder that CXR_REFERENCE names; without it the test is skipped. */
  public static Path reference() {
    String named = System.getenv("CXR_REFERENCE");
    assumeTrue(
        named != null,
        "CXR_REFERENCE names no folder of reference weights; bench/parity.sh makes one.");
    return Path.of(named);
  }

  /** Notes a difference in the folder's measured.csv, and fails if it misses the goal. */
  public static void below(double goal, double value, String file, String of, String measure)
      throws IOException {
    note(file, of, measure, String.format(Locale.ROOT, "%.1e", value), "< " + goal, value < goal);
    assertTrue(value < goal, file + " " + of + ": " + measure + " off by " + value);
  }

  /** Notes whether something holds, and fails if it does not. */
  public static void holds(boolean held, String file, String of, String measure)
      throws IOException {
    note(file, of, measure, held ? "yes" : "no", "yes", held);
    assertTrue(held, file + " " + of + ": " + measure);
  }

  private static void note(
      String file, String of, String measure, String value, String goal, boolean met)
      throws IOException {
    Files.writeString(
        reference().resolve("measured.csv"),
        String.join(",", file, of, measure, value, goal, met ? "met" : "missed") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
