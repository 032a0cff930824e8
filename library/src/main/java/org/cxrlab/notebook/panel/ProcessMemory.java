package org.cxrlab.notebook.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.figure.Text;

/** How much memory the kernel holds. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private ProcessMemory() {}

  /** In words: all of the process where the system tells it, as Linux does; else Java's heap. */
  static String words() {
    try {
      if (Files.isReadable(STATUS)) {
        for (String line : Files.readAllLines(STATUS)) {
          if (line.startsWith(RESIDENT)) {
            return gigabytes(1024L * Long.parseLong(line.replaceAll("\\D", "")));
          }
        }
      }
    } catch (IOException e) {
      // A /proc that can't be read is one that does not tell.
    }
    Runtime java = Runtime.getRuntime();
    return gigabytes(java.totalMemory() - java.freeMemory()) + " of Java's heap";
  }

  private static String gigabytes(long bytes) {
    return Text.format("%.2f GB", bytes / 1e9);
  }
}
