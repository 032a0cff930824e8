package org.cxrlab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command writes. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * The same path, its folder made if it was not there.
   *
   * @throws IllegalArgumentException if a folder stands in its place
   */
  static Path ready(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder; name a file to write.");
    }
    Path parent = file.toAbsolutePath().getParent();
    folder(parent);
    return file;
  }

  /** The same folder, made if it was not there. */
  static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be made.", e);
    }
  }
}
