package org.cxrlab;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What is measured against other libraries. {@code ./cxrlab parity} makes the folder of reference
 * files, and shows what was noted in it.
 *
 * @param part the heading that it stands under
 * @param file the reference file
 */
public record Measured(String part, String file) {
  /** The folder that CXR_REFERENCE names; without it the test is skipped. */
  public static Path reference() {
    String named = System.getenv("CXR_REFERENCE");
    assumeTrue(
        named != null,
        "CXR_REFERENCE names no folder of reference weights; ./cxrlab parity makes one.");
    return Path.of(named);
  }

  /** Notes a difference, and fails if it is not below its bound. */
  public void below(double bound, double value, String measure, String at) throws IOException {
    note(measure, at, Double.toString(value), Double.toString(bound));
    assertTrue(value < bound, file + " " + at + ": " + measure + " off by " + value);
  }

  /** Notes whether something holds, and fails if it does not. */
  public void holds(boolean held, String measure) throws IOException {
    note(measure, "", held ? "yes" : "no", "yes");
    assertTrue(held, file + ": " + measure);
  }

  private void note(String measure, String at, String value, String bound) throws IOException {
    Files.writeString(
        reference().resolve("measured.csv"),
        String.join(",", part, file, measure, at, value, bound) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
