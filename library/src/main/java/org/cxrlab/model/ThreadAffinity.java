package org.cxrlab.model;

import com.sun.jna.Library;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.cxrlab.FastPath;
import org.cxrlab.disk.NativeCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each thread of libtorch's pool stay on a processor of its own, on Linux. Left alone, the
 * system puts a thread that has waited for a moment where another one of ours is, and for some
 * milliseconds a busy neighbour has a processor for itself: with two of them a step takes a sixth
 * longer. {@code -Dcxrlab.affinity=false} leaves the choice to the system.
 *
 * <p>Only with a thread for each processor that this process may use. Where there are fewer, the
 * system has to choose, as it knows which processors are free.
 */
final class ThreadAffinity {
  private static final FastPath SWITCH = new FastPath("cxrlab.affinity");

  /** What libtorch calls the threads of its pool. */
  private static final String POOL = "PTThreadPool";

  private static final Logger LOG = LoggerFactory.getLogger(ThreadAffinity.class);

  private ThreadAffinity() {}

  /** Whether the threads of a pool stay on a processor each. */
  static boolean serves(int threads) {
    return SWITCH.isOn() && processors().cardinality() == threads;
  }

  /** Has each of the pool's threads, which have all begun, stay on one. */
  static void spread(int threads) {
    if (!serves(threads)) {
      return;
    }
    int[] processors = processors().stream().toArray();
    int next = 0;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/self/task"), ThreadAffinity::isOfPool)) {
      for (Path task : tasks) {
        stay(Integer.parseInt(task.getFileName().toString()), processors[next++ % threads]);
      }
    } catch (IOException e) {
      // Everything works, beside busy neighbours a step merely takes longer.
      LOG.debug("no list of threads: {}", e.getMessage());
    }
  }

  /** Where threads stay, in words that go on where films are said to be tasks. */
  static String description() {
    return SWITCH.isOn()
        ? "; a processor for each thread, if there are as many"
        : "; " + SWITCH.off("a processor for each thread");
  }

  private static boolean isOfPool(Path task) throws IOException {
    try {
      return Files.readString(task.resolve("comm")).strip().equals(POOL);
    } catch (NoSuchFileException e) {
      return false; // a thread that has ended meanwhile
    }
  }

  /** Those that the calling thread may use, by their numbers; none where the system can't tell. */
  private static BitSet processors() {
    byte[] mask = new byte[C.MASK_BYTES];
    if (Platform.isLinux()) {
      try {
        NativeCode.load("c", C.class).sched_getaffinity(0, C.MASK_BYTES, mask);
      } catch (LinkageError e) {
        LOG.debug("no affinity: {}", e.getMessage());
      }
    }
    return BitSet.valueOf(mask);
  }

  private static void stay(int thread, int processor) {
    var only = new BitSet();
    only.set(processor);
    byte[] mask = Arrays.copyOf(only.toByteArray(), C.MASK_BYTES);
    NativeCode.load("c", C.class).sched_setaffinity(thread, C.MASK_BYTES, mask);
  }

  /** The part of the C library that is used. */
  interface C extends Library {
    /** A bit for each of 1,024 processors. */
    int MASK_BYTES = 128;

    /** Tells which processors a thread may use, 0 being the one that asks; returns 0 on success. */
    int sched_getaffinity(int thread, long bytes, byte[] mask);

    /** Sets them. */
    int sched_setaffinity(int thread, long bytes, byte[] mask);
  }
}
