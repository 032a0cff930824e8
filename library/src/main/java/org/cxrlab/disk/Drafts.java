package org.cxrlab.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and folders that are not whole yet. Each lies beside the place that it is meant for, so
 * that a rename within one disk puts it there, and its name tells whose it is: of a process that
 * was killed it is cleared away by the next that writes into that folder, of one that lives never.
 */
final class Drafts {
  /** Begins the name of what is there for a moment. */
  static final String PREFIX = ".cxrlab-";

  private static final Pattern NAME =
      Pattern.compile("\\.cxrlab-([0-9a-f]+)-(\\d{1,18})-(\\d{1,18})-(\\d+)\\.part");

  private static final AtomicLong COUNT = new AtomicLong();

  /** Looked through by this process; what it leaves itself it clears away at once. */
  private static final Set<Path> TIDIED = ConcurrentHashMap.newKeySet();

  private Drafts() {}

  /** A name in a folder that nobody else has, now or ever. */
  static Path in(Path folder) throws IOException {
    if (TIDIED.add(folder)) {
      tidy(folder);
    }
    ProcessIdentity me = ProcessIdentity.current();
    String owner = tag(me.host()) + "-" + me.pid() + "-" + me.began();
    return folder.resolve(PREFIX + owner + "-" + COUNT.getAndIncrement() + ".part");
  }

  /** A machine's name may hold what a file's may not. */
  private static String tag(String host) {
    return Integer.toHexString(host.hashCode());
  }

  /** Clears away what processes left that were killed. */
  static void tidy(Path folder) throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, PREFIX + "*.part")) {
      for (Path draft : drafts) {
        if (owner(draft).filter(ProcessIdentity::isGone).isPresent()) {
          delete(draft);
        }
      }
    }
  }

  /** Whose a draft is, if this machine can know. */
  private static Optional<ProcessIdentity> owner(Path draft) {
    Matcher parts = NAME.matcher(draft.getFileName().toString());
    String host = ProcessIdentity.current().host();
    return parts.matches() && parts.group(1).equals(tag(host))
        ? Optional.of(
            new ProcessIdentity(
                host, Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /** Deletes a file, or a folder with all in it, where there is one. */
  static void delete(Path draft) throws IOException {
    if (!Files.isDirectory(draft)) {
      Files.deleteIfExists(draft);
      return;
    }
    try (Stream<Path> files = Files.walk(draft)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Another process clears away too.
      return;
    }
  }

  /** The same after something else went wrong, which is what is to be told. */
  static void delete(Path draft, Throwable because) {
    try {
      delete(draft);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
