package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class KernelOwnerTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @TempDir private Path folder;

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

  private void endsAfterItsOwner(String script) throws Exception {
    // A file, as Java closes what a process has said once that process has ended, though others
    // that it has started still speak.
    Path said = folder.resolve("said");
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
            .redirectOutput(said.toFile())
            .start();
    ProcessHandle kernel = ProcessHandle.of(Long.parseLong(line(said, 0))).orElseThrow();
    owner.destroyForcibly();
    assertEquals("ends", line(said, 1));
    kernel.onExit().get(1, TimeUnit.MINUTES);
  }

  /** A whole line of a file, counted from 0, as soon as it is there. */
  private static String line(Path file, int number) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); System.nanoTime() < end; ) {
      String[] whole = Files.readString(file).split("\\R", -1);
      if (whole.length > number + 1) {
        return whole[number];
      }
      Thread.sleep(20);
    }
    return fail("only this was said in a minute: " + Files.readString(file));
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
