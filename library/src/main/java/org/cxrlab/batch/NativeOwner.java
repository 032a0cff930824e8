package org.cxrlab.batch;

import ai.djl.ndarray.NDManager;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * What an object owns outside of the Java heap. It is freed when this is closed, and else some time
 * after the object is no longer reachable, as that of a model which a cell of a notebook replaced.
 * Java collects when its heap is full, and sees nothing of native memory; so it is asked to as soon
 * as what all owners hold has grown by {@value #GROWTH_MB} MB.
 *
 * <p>The object must stay reachable for as long as native code works on its memory, which a field
 * in use does not see to: {@link java.lang.ref.Reference#reachabilityFence} does. Safe to use from
 * several threads.
 */
public final class NativeOwner implements AutoCloseable {
  private static final long GROWTH_MB = 256;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final Total TOTAL = new Total();

  private final Holdings holdings = new Holdings();
  private final Cleaner.Cleanable cleanable;

  private NativeOwner(Object owner) {
    cleanable = CLEANER.register(owner, holdings);
  }

  /** Nothing yet; closed at the latest some time after the object can't be reached any more. */
  public static NativeOwner of(Object owner) {
    return new NativeOwner(Objects.requireNonNull(owner));
  }

  /** A new top-level manager whose arrays the object owns. */
  public NDManager newManager() {
    return hold(NativeMemory.newManager());
  }

  /**
   * Takes a resource over, which from now on is closed with the others, the last first.
   *
   * @param resource must not lead back to the object, which would then stay reachable for ever
   * @return the resource
   */
  public <R extends AutoCloseable> R hold(R resource) {
    holdings.add(resource);
    return resource;
  }

  /** Says that the object holds so many more bytes of native memory, about. */
  public void count(long bytes) {
    holdings.grow(bytes);
    if (TOTAL.growsTooFar(bytes)) {
      System.gc();
    }
  }

  /** How many bytes all owners together say that they hold. */
  public static long bytes() {
    return TOTAL.bytes();
  }

  /** Frees everything; without effect when that was done before. */
  @Override
  public void close() {
    cleanable.clean();
  }

  /** Refers to what is owned, and never to the owner. */
  private static final class Holdings implements Runnable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private long bytes;

    synchronized void add(AutoCloseable resource) {
      resources.push(resource);
    }

    synchronized void grow(long more) {
      bytes += more;
    }

    @Override
    public synchronized void run() {
      while (!resources.isEmpty()) {
        try {
          resources.pop().close();
        } catch (Exception e) {
          // Nobody waits for an answer where Java calls this, and the others must be freed too.
          LoggerFactory.getLogger(NativeOwner.class).warn("Native memory could not be freed.", e);
        }
      }
      TOTAL.shrink(bytes);
      bytes = 0;
    }
  }

  /** Of all owners. */
  private static final class Total {
    private long bytes;

    /** The least that was held since Java was last asked to collect. */
    private long least;

    synchronized long bytes() {
      return bytes;
    }

    synchronized boolean growsTooFar(long more) {
      bytes += more;
      if (bytes - least <= GROWTH_MB << 20) {
        return false;
      }
      least = bytes;
      return true;
    }

    synchronized void shrink(long less) {
      bytes -= less;
      least = Math.min(least, bytes);
    }
  }
}
