package org.cxrlab.sweep;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes folders with all that is in them. */
final class Folders {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

  private Folders() {}

  /**
   * Deletes a folder, where there is one. Another process may be at it too; what can't be deleted
   * stays, with a warning, for nothing depends on it.
   */
  static void delete(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
          inside.forEach(Folders::delete);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("{} is no longer needed, but can't be deleted: {}", folder, e.toString());
    }
  }
}
