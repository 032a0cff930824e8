package org.cxrlab.notebook;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The process that a kernel works for: Jupyter, or a report. Killed, it can't ask its kernels to
 * end any more, so they see to it themselves.
 *
 * @param process nothing where it is not among those that the kernel descends from
 * @param isNamed whether there is one at all
 */
record KernelOwner(Optional<ProcessHandle> process, boolean isNamed) {
  /** Jupyter's own variable; a kernel that is to outlive who started it is given none. */
  private static final String VARIABLE = "JPY_PARENT_PID";

  /** Jupyter asks a kernel of its own whether it is there as soon as it has started it. */
  private static final long MOST_UNTIL_THE_FIRST_WORD_SECONDS = 60;

  /** Time for what must be tidied up before the process ends, however it is. */
  private static final long MOST_FOR_THE_END_SECONDS = 10;

  /**
   * The owner that the environment names. A number that belongs to none of those the kernel
   * descends from is somebody else's: in a container or on another machine numbers mean other
   * processes, and a wrapper may have cut the kernel loose. The first process of all outlives every
   * other one.
   */
  static KernelOwner of(Map<String, String> environment, ProcessHandle kernel) {
    String number = environment.getOrDefault(VARIABLE, "");
    Optional<ProcessHandle> ancestor =
        Stream.iterate(
                kernel.parent(), Optional::isPresent, child -> child.flatMap(ProcessHandle::parent))
            .flatMap(Optional::stream)
            .filter(process -> String.valueOf(process.pid()).equals(number))
            .findFirst();
    return new KernelOwner(ancestor, number.matches("\\d+") && !number.equals("1"));
  }

  /**
   * Ends this process once its owner is gone. An owner that can't be seen is either elsewhere, and
   * soon says something, or was killed before the kernel could look.
   *
   * @param hasSpoken whether anybody has sent a message to the kernel
   * @param atTheEnd what is to be done before
   */
  void follow(BooleanSupplier hasSpoken, Runnable atTheEnd) {
    if (!isNamed) {
      return;
    }
    if (process.isPresent()) {
      process.get().onExit().thenRunAsync(() -> end(atTheEnd), KernelOwner::start);
    } else {
      after(
          MOST_UNTIL_THE_FIRST_WORD_SECONDS,
          () -> {
            if (!hasSpoken.getAsBoolean()) {
              end(atTheEnd);
            }
          });
    }
  }

  private static void end(Runnable atTheEnd) {
    after(MOST_FOR_THE_END_SECONDS, () -> Runtime.getRuntime().halt(0));
    try {
      atTheEnd.run();
    } finally {
      System.exit(0);
    }
  }

  private static void after(long seconds, Runnable work) {
    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS, KernelOwner::start).execute(work);
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "kernel without its owner");
    thread.setDaemon(true);
    thread.start();
  }
}
