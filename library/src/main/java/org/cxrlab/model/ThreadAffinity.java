package org.cxrlab.model;

import com.sun.jna.Library;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
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

  /**
   * One for each thread of a pool, by their numbers; none where the system is to choose.
   *
   * @param threads how many it has
   */
  static List<Integer> processors(int threads) {
    List<Integer> allowed = Processor.allowed().map(ThreadAffinity::numbers).orElse(List.of());
    return SWITCH.isOn() && allowed.size() == threads ? allowed : List.of();
  }

  /** Those of a list like "0-3,6". */
  private static List<Integer> numbers(String list) {
    return Arrays.stream(list.split(","))
        .map(range -> range.split("-"))
        .flatMapToInt(
            ends ->
                IntStream.rangeClosed(
                    Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
        .boxed()
        .toList();
  }

  /** Has each of a pool's threads, which have all begun, stay on one. */
  static void spread(int threads) {
    List<Integer> processors = processors(threads);
    if (processors.isEmpty()) {
      return;
    }
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/self/task"), ThreadAffinity::isOfPool)) {
      C c = NativeCode.load("c", C.class);
      int next = 0;
      for (Path task : tasks) {
        byte[] mask = mask(processors.get(next++ % threads));
        c.sched_setaffinity(Integer.parseInt(task.getFileName().toString()), mask.length, mask);
      }
    } catch (IOException | DirectoryIteratorException | LinkageError e) {
      // Everything works, beside busy neighbours a step merely takes longer.
      LOG.debug("threads stay nowhere: {}", e.getMessage());
    }
  }

  private static byte[] mask(int processor) {
    var only = new BitSet();
    only.set(processor);
    return Arrays.copyOf(only.toByteArray(), C.MASK_BYTES);
  }

  /** Where threads stay, in words that go on where films are said to be tasks. */
  static String description() {
    return SWITCH.isOn()
        ? "; a processor for each thread, if there are as many"
        : "; " + SWITCH.off("a processor for each thread");
  }

  private static boolean isOfPool(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip().equals(POOL);
    } catch (IOException e) {
      return false; // a thread that has ended meanwhile
    }
  }

  /** The part of the C library that is used. */
  interface C extends Library {
    /** A bit for each of 1,024 processors. */
    int MASK_BYTES = 128;

    /** Sets which processors a thread may use; returns 0 on success. */
    int sched_setaffinity(int thread, long bytes, byte[] mask);
  }
}
