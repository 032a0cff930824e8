package org.cxrlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cxrlab.figure.TableFigure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes of a file, its reader gives something sane or a sentence that names it. {@code
 * ./cxrlab test -Dtest=FuzzTest -Dfuzz=60} tries for so many minutes, and goes on from what it met
 * before; {@code -Dfuzz.target=plan} tries one kind alone. A find is kept under {@code fuzz/} of
 * the test's resources.
 */
class FuzzTest {
  private static final int SECONDS = 8;
  private static final int AT_ONCE = 2;

  @TempDir Path folder;

  static Stream<FuzzTarget> targets() {
    return FuzzTargets.all();
  }

  @ParameterizedTest
  @MethodSource("targets")
  @Timeout(120)
  void wholeFilesAndWhatWasFoundOnceAreReadOrRefused(FuzzTarget target) throws IOException {
    Map<String, byte[]> seeds = target.seeds().in(Files.createDirectory(folder.resolve("made")));
    assertFalse(seeds.isEmpty());
    Path place = Files.createDirectory(folder.resolve("fuzzed"));
    seeds.values().forEach(bytes -> FuzzedReader.hold(target, bytes, place));
    FuzzTargets.finds(target)
        .values()
        .forEach(bytes -> FuzzedReader.holdInTime(target, bytes, place));
  }

  @Test
  @Tag("slow")
  void nothingIsFound() throws Exception {
    String only = System.getProperty("fuzz.target");
    List<List<FuzzTarget>> groups =
        only == null ? FuzzTargets.GROUPS : List.of(List.of(FuzzTargets.named(only)));
    double minutes = Double.parseDouble(System.getProperty("fuzz", "0"));
    int atOnce = Math.min(AT_ONCE, groups.size());
    long seconds = minutes == 0 ? SECONDS : Math.round(minutes * 60 * atOnce / groups.size());
    Path root = minutes == 0 ? folder : Path.of("target", "fuzz").toAbsolutePath();
    List<FuzzChild.Result> results = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<List<FuzzChild.Result>>> running = new ArrayList<>();
      for (List<FuzzTarget> group : groups) {
        Path place = root.resolve(only == null ? "with-" + group.get(0) : only);
        running.add(pool.submit(() -> FuzzChild.run(group, place, seconds)));
      }
      for (Future<List<FuzzChild.Result>> group : running) {
        results.addAll(group.get());
      }
    } finally {
      pool.shutdownNow();
    }
    print(results, seconds);
    List<String> finds = results.stream().flatMap(r -> r.finds().stream()).toList();
    assertTrue(finds.isEmpty(), () -> finds.size() + " finds:\n\n" + String.join("\n\n", finds));
  }

  private static void print(List<FuzzChild.Result> results, long seconds) {
    var table =
        TableFigure.columns("Target", "Inputs", "A second", "Coverage of its group", "Finds")
            .caption("Fuzzed for " + seconds + " s a group, seed " + FuzzChild.SEED);
    for (FuzzChild.Result r : results) {
      table.row(r.target().name(), r.inputs(), r.perSecond(), r.coverage(), r.finds().size());
    }
    System.out.println(table.build().text());
  }
}
