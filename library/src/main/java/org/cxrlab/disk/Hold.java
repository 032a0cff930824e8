package org.cxrlab.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

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

  /** A hole but for its last byte. */
  private static final int MOST_BYTES = 1 << 20;

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
        locked = locked(one, passing);
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

  /** The file, open and locked; null if another has it, or let go of it this very moment. */
  private static FileChannel locked(Path file, boolean passing) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null && (!passing || isSeen(file, channel));
      return locked ? channel : null;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /**
   * Whether a file's name stands for the file that is open. Who held it before may have deleted it
   * after it was opened here, and then the lock is of a file that nobody sees any more. Java tells
   * no number of an open file, and those of deleted files come back; so it is given a size by
   * chance, and looked at by its name.
   */
  private static boolean isSeen(Path file, FileChannel channel) throws IOException {
    long size = 1 + ThreadLocalRandom.current().nextInt(MOST_BYTES);
    channel.truncate(0);
    channel.write(ByteBuffer.allocate(1), size - 1);
    try {
      return Files.size(file) == size;
    } catch (NoSuchFileException e) {
      return false;
    }
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
