package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
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
      KernelOwner.of(System.getenv(), SELF).follow(() -> true, () -> System.out.println("ends"));
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
      owner.toHandle().destroyForcibly(); // the process itself would close what it said, too
      assertEquals("ends", said.readLine());
      kernel.onExit().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void theOwnerIsWhomTheEnvironmentNamesAmongThoseItDescendsFrom() {
    ProcessHandle parent = SELF.parent().orElseThrow();
    assertEquals(Optional.of(parent), ownerBy(String.valueOf(parent.pid())).process());
    for (String none : List.of("", "none")) {
      assertEquals(new KernelOwner(Optional.empty(), false), ownerBy(none));
    }
    assertFalse(KernelOwner.of(Map.of(), SELF).isNamed());
    assertFalse(ownerBy("1").isNamed(), "what ends with the system needs nobody to see to it");
  }

  @Test
  void aProcessThatTheKernelDoesNotDescendFromIsNotItsOwner() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    String number = String.valueOf(stranger.pid());
    assertEquals(new KernelOwner(Optional.empty(), true), ownerBy(number));
    stranger.destroyForcibly().waitFor();
    assertEquals(new KernelOwner(Optional.empty(), true), ownerBy(number));
  }

  private static KernelOwner ownerBy(String number) {
    return KernelOwner.of(Map.of("JPY_PARENT_PID", number), SELF);
  }
}
