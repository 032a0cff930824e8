package org.cxrlab.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one way in which files are locked: by the operating system, which lets go when the process
 * ends, however it ends.
 *
 * <p>On Unix a process loses its lock of a file as soon as it closes the file, through whatever
 * channel or stream it had it open. So what this process holds is asked of a list before a file is
 * opened, and whoever holds a file reads it through {@link #channel()} alone.
 */
public final class Hold implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** Stands for a folder while that is held. */
  private static final String OF_FOLDER = Drafts.PREFIX + "lock";

  private final Path file;
  private final FileChannel channel;
  private final boolean passing;

  private Hold(Path file, FileChannel channel, boolean passing) {
    this.file = file;
    this.channel = channel;
    this.passing = passing;
  }

  /**
   * Takes hold of a file, which is made where there is none.
   *
   * @return nothing if another holds it, in this process or another
   * @throws UncheckedIOException if it can't be opened or locked
   */
  public static Optional<Hold> tryTake(Path file) {
    return tryTake(file, false);
  }

  /**
   * Takes hold of a folder, which is made where there is none: nobody else can until it is let go.
   *
   * @param most how long to wait for another
   * @return nothing if another still holds it then, in this process or another
   * @throws UncheckedIOException if nothing can be written to the folder
   */
  public static Optional<Hold> takeFolder(Path folder, Duration most) {
    long start = System.nanoTime();
    while (true) {
      Optional<Hold> hold = tryTake(folder.resolve(OF_FOLDER), true);
      if (hold.isPresent() || System.nanoTime() - start >= most.toNanos()) {
        return hold;
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("The wait for " + folder + " was broken off.");
      }
    }
  }

  private static Optional<Hold> tryTake(Path file, boolean passing) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      WholeFile.makeFolder(parent);
      Path here = parent.toRealPath().resolve(file.getFileName());
      // A lock that is let go of is gone, at any moment; a file that is to stay may be a link.
      Path one = !passing && Files.exists(here) ? here.toRealPath() : here;
      if (!HELD.add(one)) {
        return Optional.empty();
      }
      FileChannel locked = null;
      try {
        locked = locked(one);
      } finally {
        if (locked == null) {
          HELD.remove(one);
        }
      }
      return Optional.ofNullable(locked).map(channel -> new Hold(one, channel, passing));
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be locked.", e);
    }
  }

  /**
   * The file, open and locked; null if another has it, or let go of it this very moment.
   *
   * <p>That one may delete it after it was opened here, and then the lock is of a file that nobody
   * sees any more; so it counts only while the name stands for the file that was opened.
   */
  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel = null;
    boolean locked = false;
    try {
      Object opened = identity(file);
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      locked = channel.tryLock() != null && identity(file).equals(opened);
      return locked ? channel : null;
    } catch (NoSuchFileException e) {
      return null;
    } finally {
      if (channel != null && !locked) {
        channel.close();
      }
    }
  }

  /** Tells a file, made where there is none, from any other that ever has its name. */
  private static Object identity(Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // Another was faster, and the file is what matters.
      }
    }
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file : key; // Windows has no such key, and deletes no file that is open
  }

  /** The file, open for reading and writing until this is closed. */
  public FileChannel channel() {
    return channel;
  }

  /** Lets go. */
  @Override
  public void close() {
    try (FileChannel closing = channel) {
      if (passing && closing.isOpen()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + file + " can't be closed.", e);
    } finally {
      HELD.remove(file);
    }
  }
}
