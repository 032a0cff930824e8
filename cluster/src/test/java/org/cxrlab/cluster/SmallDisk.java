package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of some megabytes in memory, which can be full. */
record SmallDisk(Path folder) implements AutoCloseable {
  private static final String FILLING = "filling";

  /** Mounts one, or has the test left out where that is not allowed. */
  static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Process mount =
        new ProcessBuilder(
                "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(mount.waitFor() == 0, "a small disk needs root");
    return new SmallDisk(folder);
  }

  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(FILLING))) {
      byte[] some = new byte[1 << 12];
      while (true) {
        out.write(some);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  void free() throws IOException {
    Files.delete(folder.resolve(FILLING));
  }

  @Override
  public void close() throws IOException {
    try {
      // Processes that are ending may still have files open there.
      new ProcessBuilder("umount", "--lazy", folder.toString()).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
