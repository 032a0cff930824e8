package org.cxrlab.image;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.cxrlab.JavaMemory;
import org.cxrlab.figure.Text;

/**
 * The memory that films take while they are decoded: three quarters of what Java may use, shared by
 * all threads. A film asks for its part before room is made. Where others have taken too much, it
 * waits for them; one that needs more than there is can't be read, which costs no other film
 * anything. If memory runs out all the same, since other things fill it, a film is tried once more
 * while no other is decoded.
 */
final class DecodingMemory {
  private static final long ALL = JavaMemory.most() / 4 * 3;
  private static final ThreadLocal<Share> OF_THIS_THREAD = new ThreadLocal<>();
  private static final Object LOCK = new Object();

  private static long taken;

  /** Films whose room has been made: the others wait, and hold no more than their files. */
  private static int decoding;

  /** Whether a film is to be decoded alone. */
  private static boolean alone;

  private DecodingMemory() {}

  /** Reads a film. */
  @FunctionalInterface
  interface Work<T> {
    /** The film, or what is asked about it. */
    T read() throws IOException;
  }

  /** What a film has taken. */
  private static final class Share {
    private final boolean isAlone;
    private long bytes;
    private boolean isDecoding;
    private String size = "it ";

    Share(boolean isAlone) {
      this.isAlone = isAlone;
    }
  }

  /**
   * Reads a film whose decoder asks for its memory by {@link #require}.
   *
   * @param file how many bytes its file has
   * @throws IOException also if there is not enough memory for it
   */
  static <T> T reading(long file, Work<T> work) throws IOException {
    if (OF_THIS_THREAD.get() != null) {
      return work.read();
    }
    try {
      return read(new Share(false), file, work);
    } catch (OutOfMemoryError e) {
      return readAlone(file, work);
    }
  }

  private static <T> T readAlone(long file, Work<T> work) throws IOException {
    synchronized (LOCK) {
      waitWhile(() -> alone);
      alone = true;
      try {
        waitWhile(() -> decoding > 0);
      } catch (CancellationException e) {
        endAlone();
        throw e;
      }
    }
    var share = new Share(true);
    try {
      return read(share, file, work);
    } catch (OutOfMemoryError e) {
      throw tooLarge(share.size, share.bytes, "which are not free", e);
    } finally {
      endAlone();
    }
  }

  private static void endAlone() {
    synchronized (LOCK) {
      alone = false;
      LOCK.notifyAll();
    }
  }

  private static <T> T read(Share share, long file, Work<T> work) throws IOException {
    OF_THIS_THREAD.set(share);
    try {
      take(share, file, false);
      return work.read();
    } finally {
      OF_THIS_THREAD.remove();
      give(share);
    }
  }

  /**
   * Takes the memory that the decoding of a film of this size needs beside its file; waits until it
   * is there.
   *
   * @throws IOException if it is more than there ever is
   */
  static void require(long width, long height, long bytes) throws IOException {
    Share share = OF_THIS_THREAD.get();
    String size = Text.format("it is %,d x %,d pixels and ", width, height);
    if (share == null || share.isDecoding) {
      requirePossible(size, bytes);
      return;
    }
    share.size = size;
    requirePossible(size, share.bytes + bytes);
    take(share, bytes, true);
  }

  /** The same of what a file is unpacked to before its size is known; does not wait. */
  static void require(long bytes) throws IOException {
    Share share = OF_THIS_THREAD.get();
    requirePossible("it ", bytes);
    if (share != null) {
      synchronized (LOCK) {
        taken += bytes;
        share.bytes += bytes;
      }
    }
  }

  private static void requirePossible(String size, long bytes) throws IOException {
    if (bytes > ALL) {
      long all = JavaMemory.megabytes(ALL);
      throw tooLarge(
          size, bytes, Text.format("more than the %,d MB that films may take", all), null);
    }
  }

  private static IOException tooLarge(String size, long bytes, String than, Throwable cause) {
    long most = JavaMemory.most();
    var problem =
        new ImageFiles.Unreadable(
            Text.format(
                "was not read, as memory is short: %stakes %,d MB to decode, %s of Java's %,d MB."
                    + " Give it more by %s, or store the film smaller.",
                size,
                JavaMemory.megabytes(bytes),
                than,
                JavaMemory.megabytes(most),
                JavaMemory.setting(Math.max(2 * most, bytes / 2 * 3))));
    problem.initCause(cause);
    return problem;
  }

  /** A film that holds its file alone must not keep those from going on that it waits for. */
  private static void take(Share share, long bytes, boolean toDecode) {
    synchronized (LOCK) {
      if (!share.isAlone) {
        waitWhile(() -> alone || taken + bytes > ALL && (toDecode ? decoding > 0 : taken > 0));
      }
      taken += bytes;
      share.bytes += bytes;
      if (toDecode) {
        share.isDecoding = true;
        decoding++;
      }
    }
  }

  private static void give(Share share) {
    synchronized (LOCK) {
      taken -= share.bytes;
      decoding -= share.isDecoding ? 1 : 0;
      LOCK.notifyAll();
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void waitWhile(Condition condition) {
    try {
      while (condition.holds()) {
        LOCK.wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The reading of films was interrupted.");
    }
  }
}
