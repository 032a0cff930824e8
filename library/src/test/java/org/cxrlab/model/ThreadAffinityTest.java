package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cxrlab.ChildJava;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against what Linux tells of the processors that each thread of a process may use. */
@EnabledOnOs(OS.LINUX)
class ThreadAffinityTest {
  @TempDir Path folder;

  /** Predicts film by film, and tells what threads there are then. */
  static final class Predicts {
    private Predicts() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println("before " + allowed(Path.of("/proc/thread-self")));
      try (ChestModel model = SmallDenseNet.create(Labels.of("Mass"), 1);
          var manager = NativeMemory.newManager()) {
        model.logits(manager.ones(new Shape(16, 1, 64, 64)));
      }
      System.out.println("threads " + JniUtils.getNumThreads());
      System.out.println("after " + allowed(Path.of("/proc/thread-self")));
      try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
        for (Path task : tasks) {
          if (Files.readString(task.resolve("comm")).strip().equals("PTThreadPool")) {
            System.out.println("pool " + allowed(task));
          }
        }
      }
      System.out.println("said " + FilmTasks.description());
    }
  }

  private static String allowed(Path task) throws IOException {
    return Files.readAllLines(task.resolve("status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .findFirst()
        .orElseThrow()
        .replaceFirst(".*:\\s*", "");
  }

  /** How many processors such a list has, like "0-3,6"; fewer may be for use, by a quota. */
  private static int count(String list) {
    return Arrays.stream(list.split(","))
        .map(range -> range.split("-"))
        .mapToInt(ends -> Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1)
        .sum();
  }

  private Map<String, List<String>> told(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("-Dcxrlab.filmtasks=true"));
    all.addAll(List.of(options));
    Process process = ChildJava.start(all, Predicts.class, folder);
    Map<String, List<String>> told = new TreeMap<>();
    process
        .inputReader()
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(line -> told.computeIfAbsent(line[0], n -> new ArrayList<>()).add(line[1]));
    assertEquals(0, process.waitFor());
    return told;
  }

  @Test
  void eachThreadOfThePoolHasAProcessorOfItsOwnAndNoOtherThreadHas() throws Exception {
    Map<String, List<String>> told = told();
    int threads = Integer.parseInt(told.get("threads").get(0));
    List<String> pool = told.get("pool");
    assertEquals(threads, pool.size());
    assertEquals(told.get("before"), told.get("after"));
    if (threads == count(told.get("before").get(0))) {
      assertEquals(threads, new HashSet<>(pool).size(), pool::toString);
      assertTrue(pool.stream().allMatch(one -> one.matches("\\d+")), pool::toString);
    } else {
      assertTrue(pool.stream().allMatch(told.get("before").get(0)::equals), pool::toString);
    }
  }

  @Test
  void turnedOffTheyAreWhereTheSystemPutsThem() throws Exception {
    Map<String, List<String>> told = told("-Dcxrlab.affinity=false");
    List<String> pool = told.get("pool");
    assertTrue(pool.stream().allMatch(told.get("before").get(0)::equals), pool::toString);
    assertTrue(told.get("said").get(0).contains("-Dcxrlab.affinity"), told::toString);
  }

  @Test
  void ofFewerThreadsThanProcessorsTheSystemChooses() throws IOException {
    int processors = count(allowed(Path.of("/proc/thread-self")));
    assertEquals(processors, Set.copyOf(ThreadAffinity.processors(processors)).size());
    assertEquals(List.of(), ThreadAffinity.processors(processors + 1));
    assertEquals(List.of(), ThreadAffinity.processors(processors - 1));
  }
}
