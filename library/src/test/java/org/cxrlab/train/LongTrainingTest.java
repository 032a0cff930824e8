package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cxrlab.ChildJava;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LongTrainingTest {
  /**
   * KiB from one telling to the next. What leaks grows by the same in each: the images of 200
   * batches are 14 MiB, the gradients of as many steps 47 MiB. What an allocator or a late compiler
   * takes for good comes once or twice and then no more, 0.1 to 20 MiB of it by machine.
   */
  private static final long RESIDENT_GROWTH = 4 << 10;

  /** KiB. The history of 800 steps takes 100 KiB, a copy of all weights 260 KiB. */
  private static final long HEAP_GROWTH = 2 << 10;

  @TempDir Path films;
  @TempDir Path folder;

  @Test
  void memoryStaysLevelOverAThousandSteps() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/status")), "SKIPPED: only Linux tells it in /proc");
    TinyFilms.split(films, 24);
    // Java's heap is all there from the start, so that what grows is not Java's. What Java's
    // optimising compiler works with grows for minutes, by 20 to 40 MiB, so it is left out.
    var options =
        List.of(
            "-Xms192m",
            "-Xmx192m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");
    Process process = ChildJava.start(options, LongTraining.class, films, folder);
    List<long[]> told;
    try (BufferedReader lines = process.inputReader()) {
      told =
          lines
              .lines()
              .map(line -> Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray())
              .toList();
    }
    assertEquals(0, process.waitFor());
    told.forEach(
        at ->
            System.out.printf(
                Locale.ROOT, "step %4d: heap %,7d KiB, resident %,9d KiB%n", at[0], at[1], at[2]));
    assertEquals(LongTraining.STEPS / LongTraining.EVERY, told.size());
    long[] warm = told.get(0);
    long[] last = told.get(told.size() - 1);
    assertTrue(last[1] - warm[1] < HEAP_GROWTH, "heap");
    long[] growth =
        IntStream.range(1, told.size())
            .mapToLong(at -> told.get(at)[2] - told.get(at - 1)[2])
            .sorted()
            .toArray();
    assertTrue(
        growth[1] < RESIDENT_GROWTH,
        () -> "resident grew by KiB, sorted, " + Arrays.toString(growth));
  }
}
