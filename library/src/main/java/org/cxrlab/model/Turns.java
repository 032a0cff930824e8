package org.cxrlab.model;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.cxrlab.FastPath;
import org.cxrlab.disk.CacheFolder;
import org.cxrlab.disk.Hold;

/**
 * Work that splits every operation among all processors takes turns with that of this user's other
 * processes: a step of a training, a part of a prediction. At the same time they would wait for
 * each other's threads at the end of every operation, and two trainings would each take four times
 * as long as one alone; in turns they take twice as long. Results do not depend on it.
 *
 * <p>The turn is a file that is locked, and so is the place of the next. Who has had a turn must
 * take the next one's place before another, so nobody is passed over. A turn that takes very long,
 * as where its process was suspended, is waited for once.
 */
final class Turns {
  static final FastPath SWITCH = new FastPath("cxrlab.turns");

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long NANOS_BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Map<String, Turns> OF_THIS_MACHINE = new ConcurrentHashMap<>();

  private final Path next;
  private final Path turn;
  private final Duration longest;
  private final ReentrantLock here = new ReentrantLock(true);
  private volatile boolean patient = true;
  private volatile String problem;

  /**
   * Of all who name the same folder.
   *
   * @param longest how long to wait for a turn
   */
  Turns(Path folder, Duration longest) {
    next = folder.resolve("next");
    turn = folder.resolve("turn");
    this.longest = longest;
    problem = "";
  }

  /** Of nobody, as there is no folder to agree on. */
  private Turns(UncheckedIOException why) {
    this(Path.of(""), Duration.ZERO);
    problem = String.valueOf(why.getMessage());
  }

  /**
   * Those of this user's processes on this machine, which agree on a temporary folder; a process on
   * a cluster has one of its own for a while.
   */
  private static Turns ofThisMachine() {
    return OF_THIS_MACHINE.computeIfAbsent(
        System.getProperty("java.io.tmpdir"),
        temporary -> {
          try {
            return new Turns(CacheFolder.ofThisMachine().resolve("turns-" + processors()), LONGEST);
          } catch (UncheckedIOException e) {
            return new Turns(e);
          }
        });
  }

  /** Does something in turn with this user's other processes, where all processors are used. */
  static <T> T during(Supplier<T> work) {
    boolean all = Threads.all() > 1 && Threads.all() >= Runtime.getRuntime().availableProcessors();
    return all && SWITCH.isOn() ? ofThisMachine().take(work) : work.get();
  }

  /** Processes that may use other processors need not wait for this one. */
  private static String processors() {
    // Where the system tells nothing, all processes use all of them.
    return Processor.allowed().orElse("all");
  }

  /** Does something when it is its turn, or when that has not come for too long. */
  <T> T take(Supplier<T> work) {
    if (here.isHeldByCurrentThread()) {
      return work.get();
    }
    long end = System.nanoTime() + longest.toNanos();
    boolean alone = first(end);
    try {
      Optional<Hold> mine = alone ? mine(end) : Optional.empty();
      try {
        return work.get();
      } finally {
        mine.ifPresent(Hold::close);
      }
    } finally {
      if (alone) {
        here.unlock();
      }
    }
  }

  /** Whether it is this thread's turn among those of this process. */
  private boolean first(long end) {
    try {
      return here.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is for the work to see
      return false;
    }
  }

  private Optional<Hold> mine(long end) {
    if (!problem.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Hold> place = await(next, end);
      Optional<Hold> mine = place.flatMap(held -> await(turn, end));
      patient = mine.isPresent();
      place.ifPresent(Hold::close);
      return mine;
    } catch (UncheckedIOException e) {
      problem = String.valueOf(e.getMessage());
      return Optional.empty();
    }
  }

  /** A file, when nobody else has it; nothing if that takes too long. */
  private Optional<Hold> await(Path file, long end) {
    while (true) {
      Optional<Hold> hold = Hold.tryTake(file);
      boolean over = !patient || System.nanoTime() >= end || Thread.currentThread().isInterrupted();
      if (hold.isPresent() || over) {
        return hold;
      }
      LockSupport.parkNanos(NANOS_BETWEEN_TRIES);
    }
  }

  /** Why nobody takes turns; an empty text where they do. */
  String problem() {
    return problem;
  }

  /** Whether trainings beside each other take turns, in words. */
  static String description() {
    if (!SWITCH.isOn()) {
      return "all at once; " + SWITCH.off("taking turns");
    }
    String why = ofThisMachine().problem();
    return why.isEmpty()
        ? "in turns, a step each"
        : "all at once, as they can't take turns: " + why;
  }
}
