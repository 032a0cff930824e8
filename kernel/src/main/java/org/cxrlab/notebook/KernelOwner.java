package org.cxrlab.notebook;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that a kernel works for: Jupyter, or a report. Killed, it can't ask its kernels to
 * end any more, so they see to it themselves.
 */
final class KernelOwner {
  /** Jupyter's own variable; a kernel that is to outlive who started it is given none. */
  static final String VARIABLE = "JPY_PARENT_PID";

  /** Time for what must be tidied up before the process ends, however it is. */
  private static final long MOST_FOR_THE_END_MILLIS = 10_000;

  private KernelOwner() {}

  /**
   * The owner that the environment names, if the process descends from it. Elsewhere the number is
   * not that process's: in a container or on another machine it is somebody else's, and where a
   * wrapper has cut the kernel loose nobody is left to wait for. The first process of all outlives
   * each other one.
   */
  static Optional<ProcessHandle> of(Map<String, String> environment, ProcessHandle kernel) {
    String number = environment.getOrDefault(VARIABLE, "");
    return Stream.iterate(kernel.parent(), Optional::isPresent, p -> p.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .filter(ancestor -> String.valueOf(ancestor.pid()).equals(number) && ancestor.pid() != 1)
        .findFirst();
  }

  /** Ends this process once its owner is gone, if it has one. */
  static void follow(Map<String, String> environment) {
    of(environment, ProcessHandle.current())
        .ifPresent(owner -> owner.onExit().thenRunAsync(KernelOwner::end, KernelOwner::start));
  }

  private static void end() {
    start(KernelOwner::endForSure);
    System.exit(0);
  }

  private static void endForSure() {
    try {
      Thread.sleep(MOST_FOR_THE_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "kernel without its owner");
    thread.setDaemon(true);
    thread.start();
  }
}
