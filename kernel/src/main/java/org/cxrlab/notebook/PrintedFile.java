package org.cxrlab.notebook;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** The file that takes all that a cell prints, once that is too much for the page. */
final class PrintedFile {
  /** A loop without an end must not fill the disk. */
  private static final long MOST = 1L << 30;

  private static final String PREFIX = "cxrlab-printed-";
  private static final Duration LEFT_ALONE = Duration.ofDays(1);

  private final Path path;
  private OutputStream stream;
  private boolean opened;
  private long size;
  private String failure = "";

  /**
   * @param path null where nobody can read the file afterwards: then none is written
   */
  PrintedFile(Path path) {
    this.path = path;
  }

  boolean isOpen() {
    return opened;
  }

  /** Makes the file, with what was printed before. */
  void open(byte[] before) {
    opened = true;
    if (path == null) {
      return;
    }
    try {
      Files.createDirectories(path.getParent());
      tidy(path.getParent().getParent());
      path.getParent().toFile().deleteOnExit();
      path.toFile().deleteOnExit();
      stream = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    } catch (IOException e) {
      failure = e.toString();
    }
    write(before, 0, before.length);
  }

  /** The folder of this process' files. */
  static Path folder(Path parent) {
    return parent.resolve(PREFIX + ProcessHandle.current().pid());
  }

  /**
   * Clears away what kernels left that were killed. Processes of other containers may use the same
   * folder and can't be seen from here, so what was written of late stays.
   */
  static void tidy(Path parent) throws IOException {
    Instant old = Instant.now().minus(LEFT_ALONE);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        String pid = folder.getFileName().toString().substring(PREFIX.length());
        File[] files = folder.toFile().listFiles();
        if (pid.matches("\\d{1,18}")
            && ProcessHandle.of(Long.parseLong(pid)).isEmpty()
            && files != null
            && Stream.of(files).allMatch(f -> f.lastModified() < old.toEpochMilli())) {
          Stream.of(files).forEach(File::delete);
          folder.toFile().delete();
        }
      }
    }
  }

  void write(byte[] bytes, int from, int length) {
    if (stream == null || size == MOST) {
      return;
    }
    try {
      int fits = (int) Math.min(length, MOST - size);
      stream.write(bytes, from, fits);
      size += fits;
    } catch (IOException e) {
      fail(e);
    }
  }

  void flush() {
    if (stream != null) {
      try {
        stream.flush();
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  private void fail(IOException e) {
    failure = e.toString();
    stream = null;
  }

  /** What the reader is told of it. */
  String words() {
    if (path == null) {
      return "";
    }
    if (!failure.isEmpty()) {
      return "\n  All of it was to be kept in " + path + ", but: " + failure;
    }
    return (size == MOST ? "\n  Its first gigabyte" : "\n  All of it")
        + " is in "
        + path
        + " until the kernel ends.";
  }
}
