package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class KernelOwnerTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  /** What a kernel does about its owner, and no more. */
  static final class Kernel {
    public static void main(String[] arguments) throws InterruptedException {
      KernelOwner.follow(System.getenv());
      System.out.println(SELF.pid());
      Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    }
  }

  @Test
  void aKernelEndsWhenWhoStartedItIsKilled() throws Exception {
    endsAfterItsOwner("JPY_PARENT_PID=$$ \"$@\" & wait");
  }

  @Test
  void aKernelEndsWhenWhoStartedItByAWrapperIsKilled() throws Exception {
    endsAfterItsOwner("JPY_PARENT_PID=$$ bash -c '\"$@\"; true' bash \"$@\" & wait");
  }

  private static void endsAfterItsOwner(String script) throws Exception {
    Process owner =
        new ProcessBuilder(
                "bash",
                "-c",
                script,
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Kernel.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = owner.inputReader()) {
      ProcessHandle kernel = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      owner.destroyForcibly();
      kernel.onExit().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void theOwnerIsWhomTheEnvironmentNamesAmongThoseItDescendsFrom() {
    ProcessHandle parent = SELF.parent().orElseThrow();
    if (parent.pid() != 1) {
      assertEquals(Optional.of(parent), ownerBy(parent.pid()));
    }
    assertEquals(Optional.empty(), KernelOwner.of(Map.of(), SELF));
    assertEquals(Optional.empty(), KernelOwner.of(Map.of("JPY_PARENT_PID", ""), SELF));
    assertEquals(Optional.empty(), KernelOwner.of(Map.of("JPY_PARENT_PID", "none"), SELF));
  }

  @Test
  void aProcessThatTheKernelDoesNotDescendFromIsNotItsOwner() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    assertEquals(Optional.empty(), ownerBy(stranger.pid()));
    stranger.destroyForcibly().waitFor();
    assertEquals(Optional.empty(), ownerBy(stranger.pid()));
    assertEquals(Optional.empty(), ownerBy(1), "where all ends, nobody has to see to it");
  }

  private static Optional<ProcessHandle> ownerBy(long number) {
    return KernelOwner.of(Map.of("JPY_PARENT_PID", String.valueOf(number)), SELF);
  }
}
