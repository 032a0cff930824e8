package org.cxrlab.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.cxrlab.model.FastPaths;

/** For {@code ./cxrlab doctor}: one line for each fast path, its name and words parted by a tab. */
public final class FastPathRows {
  private FastPathRows() {}

  /** Prints the lines. */
  public static void main(String[] arguments) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    FastPaths.onThisMachine().forEach((name, words) -> out.print(name + "\t" + words + "\n"));
  }
}
