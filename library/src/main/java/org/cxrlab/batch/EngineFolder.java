package org.cxrlab.batch;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cxrlab.disk.WholeFolder;
import org.slf4j.LoggerFactory;

/**
 * Where DJL unpacks PyTorch's library, some 400 MB, the first time: into a folder with a name of
 * chance, which it then renames. A process that is killed meanwhile leaves that behind.
 */
final class EngineFolder {
  /** Nobody unpacks for so long. */
  private static final Duration LEFT_ALONE = Duration.ofDays(1);

  private static final AtomicBoolean TIDIED = new AtomicBoolean();

  private EngineFolder() {}

  /** Clears away what was left behind, once in a process. */
  static void tidyOnce() {
    if (!TIDIED.getAndSet(true)) {
      tidy(Utils.getEngineCacheDir().resolve("pytorch"));
    }
  }

  /** The same in one folder; what can't be cleared away does no harm. */
  static void tidy(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Instant old = Instant.now().minus(LEFT_ALONE);
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, "tmp[0-9]*")) {
      for (Path draft : drafts) {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(old)) {
          WholeFolder.delete(draft);
        }
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(EngineFolder.class).debug("{} is not tidied", folder, e);
    }
  }
}
