package org.cxrlab.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that a command writes. */
final class OutputFiles {
  /** Ends the name of a file that is not whole yet. */
  static final String PART = ".part";

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

  /** What writes the contents of a file. */
  interface Contents {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file under a temporary name and moves it to its place when it is whole, so that
   * whatever ends the program leaves the file before, or none.
   *
   * @throws UncheckedIOException if it can't be written, e.g. because the disk is full
   */
  static void replace(Path file, Contents contents) {
    Path part = file.resolveSibling(file.getFileName() + PART);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        contents.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(part, e);
      throw new UncheckedIOException("The file " + file + " can't be written.", e);
    }
  }

  /** The same for a text that only its owner may read, where the system knows owners. */
  static void secret(Path file, String text) {
    Path part = file.resolveSibling(file.getFileName() + PART);
    try {
      Files.deleteIfExists(part);
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            part,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(part, e);
      throw new UncheckedIOException("The file " + file + " can't be written.", e);
    }
  }

  private static void delete(Path part, IOException because) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
