package org.cxrlab.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.model.FastPaths;

/**
 * For {@code ./cxrlab doctor}: a line for each fast path, its name, state and words parted by tabs;
 * or a single one with what the system says of why no network can be computed.
 */
public final class FastPathRows {
  private FastPathRows() {}

  /** Prints the lines. */
  public static void main(String[] arguments) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      NativeMemory.newManager().close();
      FastPaths.onThisMachine().forEach((name, words) -> print(out, name, "ok", words));
    } catch (CxrlabException e) {
      print(out, "PyTorch", "can't load", String.valueOf(e.getCause().getMessage()));
    }
  }

  private static void print(PrintStream out, String name, String state, String words) {
    out.print(name + "\t" + state + "\t" + words.replaceAll("\\s+", " ") + "\n");
  }
}
