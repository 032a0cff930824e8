package org.cxrlab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.disk.WholeFolder;

/** Files that a command is to write. */
final class OutputFiles {
  private static final List<Path> STREAMS = List.of(Path.of("/dev/stdout"), Path.of("/dev/stderr"));

  private OutputFiles() {}

  /**
   * The same path, its folder made if it was not there. Asked before the work begins whose result
   * the file will hold.
   *
   * @throws IllegalArgumentException if a folder stands in its place, it is an address of another
   *     machine's, or it is the file that the shell has standard output or error in, where words of
   *     the command would lie over it
   */
  static Path ready(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder; name a file to write.");
    }
    if (Files.isRegularFile(file) && STREAMS.stream().anyMatch(stream -> isSame(file, stream))) {
      throw new IllegalArgumentException(
          file + " is the file in which the shell puts what is printed here; name another file.");
    }
    if (StoredFilms.isAddress(file.toString()) && !Files.exists(file.getName(0))) {
      throw new IllegalArgumentException(
          file
              + " is an address, and what is written lies on this machine; name a file, and copy it there.");
    }
    WholeFolder.make(file.toAbsolutePath().getParent());
    return file;
  }

  private static boolean isSame(Path file, Path stream) {
    try {
      return Files.exists(stream) && Files.isSameFile(file, stream);
    } catch (IOException e) {
      return false; // closed, or none of this system
    }
  }
}
