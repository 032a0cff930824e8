package org.cxrlab.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that takes long to fill: it is there with all that belongs in it, or not at all, but
 * what is there of it stays when a process is stopped or killed, beside the folder's place, and the
 * next goes on with it. One process at a time fills it.
 */
public final class GrowingFolder implements AutoCloseable {
  /** Ends the name of what lies beside. */
  private static final String GROWING = ".growing";

  /** What the folder will hold. */
  private static final String CONTENTS = "contents";

  /** What is only needed until then. */
  private static final String KEPT = "kept";

  private final Path folder;
  private final Hold hold;

  private GrowingFolder(Path folder, Hold hold) {
    this.folder = folder;
    this.hold = hold;
  }

  /**
   * Takes hold of it, with what earlier processes left. What they had half written is cleared away.
   *
   * @param folder where it will be
   * @param most how long to wait for another that fills it
   * @return nothing if another still does
   * @throws UncheckedIOException if nothing can be written there
   */
  public static Optional<GrowingFolder> open(Path folder, Duration most) {
    Path beside = beside(folder);
    return Hold.takeFolder(beside, most)
        .map(
            hold -> {
              try {
                clearDrafts(beside);
                return new GrowingFolder(folder, hold);
              } catch (RuntimeException e) {
                hold.close();
                throw e;
              }
            });
  }

  private static Path beside(Path folder) {
    return folder.resolveSibling(Drafts.PREFIX + folder.getFileName() + GROWING);
  }

  /** Only who holds the folder writes here, so all drafts are of processes that have ended. */
  private static void clearDrafts(Path beside) {
    try (Stream<Path> files = Files.walk(beside)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".part")).toList()) {
        Drafts.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + beside + " can't be cleared.", e);
    }
  }

  /** Whether it is in its place. */
  public boolean isWhole() {
    return Files.isDirectory(folder);
  }

  /**
   * Writes a file of it, on to the disk, whole or not at all. May be called by several threads.
   *
   * @param name with the folders within that it lies in
   * @throws UncheckedIOException if it can't be written
   */
  public void write(String name, byte[] contents) {
    WholeFile.write(beside(folder).resolve(CONTENTS).resolve(name), out -> out.write(contents));
  }

  /** The same for a text, in UTF-8. */
  public void write(String name, CharSequence text) {
    WholeFile.write(beside(folder).resolve(CONTENTS).resolve(name), text);
  }

  /** The same for a text that is needed until the folder is whole, and is no part of it. */
  public void keep(String name, CharSequence text) {
    WholeFile.write(beside(folder).resolve(KEPT).resolve(name), text);
  }

  /**
   * Where the texts lie that were kept of a folder, in the order of their names; none if it isn't
   * growing.
   *
   * @throws UncheckedIOException if they can't be listed
   */
  public static List<Path> kept(Path folder) {
    return whole(beside(folder).resolve(KEPT));
  }

  /**
   * The names of the files that a growing folder has by now.
   *
   * @param within a folder in it
   * @throws UncheckedIOException if they can't be listed
   */
  public static Set<String> names(Path folder, String within) {
    return whole(beside(folder).resolve(CONTENTS).resolve(within)).stream()
        .map(file -> file.getFileName().toString())
        .collect(Collectors.toSet());
  }

  private static List<Path> whole(Path within) {
    if (!Files.isDirectory(within)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(within)) {
      return files.filter(file -> !WholeFile.isOfTheMoment(file)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + within + " can't be listed.", e);
    }
  }

  /**
   * Puts it into its place; where another has been faster, that is as good.
   *
   * @throws UncheckedIOException if it can't be moved there
   */
  public void finish() {
    try {
      WholeFolder.moveIntoPlace(beside(folder).resolve(CONTENTS), folder);
      WholeFile.forceFolder(folder.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be written.", e);
    }
  }

  /**
   * Clears away what is left beside a folder that is whole, as somebody else filled it meanwhile;
   * not where another holds it.
   *
   * @throws UncheckedIOException if it can't be deleted
   */
  public static void clear(Path folder) {
    Path beside = beside(folder);
    if (Files.isDirectory(folder) && Files.isDirectory(beside) && Files.isWritable(beside)) {
      open(folder, Duration.ZERO).ifPresent(GrowingFolder::close);
    }
  }

  /** Lets go. What there is stays for the next, unless the folder is whole. */
  @Override
  public void close() {
    Path beside = beside(folder);
    boolean done = isWhole();
    try (Hold held = hold) {
      if (done) {
        Drafts.delete(beside.resolve(CONTENTS));
        Drafts.delete(beside.resolve(KEPT));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + beside + " can't be deleted.", e);
    }
    if (done) {
      deleteIfEmpty(beside);
    }
  }

  /** Another may have come meanwhile; who is last takes it away. */
  private static void deleteIfEmpty(Path beside) {
    try {
      if (whole(beside).isEmpty() && Files.exists(beside)) {
        Files.delete(beside);
      }
    } catch (IOException | UncheckedIOException e) {
      return;
    }
  }
}
