package org.cxrlab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cxrlab.disk.WholeFolder;

/** Files that a command is to write. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * The same path, its folder made if it was not there. Asked before the work begins whose result
   * the file will hold.
   *
   * @throws IllegalArgumentException if a folder stands in its place
   */
  static Path ready(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder; name a file to write.");
    }
    WholeFolder.make(file.toAbsolutePath().getParent());
    return file;
  }
}
