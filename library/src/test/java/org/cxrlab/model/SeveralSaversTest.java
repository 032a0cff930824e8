package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cxrlab.ChildJava;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.Faults;
import org.cxrlab.disk.FaultyDisk;
import org.cxrlab.model.weights.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads a model's folder sees one whole model, whoever writes it and however that ends. */
class SeveralSaversTest {
  @TempDir Path folder;

  /** A small model of which every head weight, and the seed, is a number. */
  private static ChestModel numbered(int number) {
    ChestModel model = SmallDenseNet.create(Labels.of("Mass", "Edema"), number);
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : model.tensors()) {
      boolean bias = tensor.name().equals("classifier.bias");
      tensors.add(
          bias ? new Tensor(tensor.name(), new Shape(2), new float[] {number, number}) : tensor);
    }
    model.set(tensors);
    return model;
  }

  /** The number of the model in a folder, which its description and its weights must agree on. */
  private static long number(Path folder) {
    try (ChestModel model = ChestModel.load(folder)) {
      float[] bias =
          model.tensors().stream()
              .filter(t -> t.name().equals("classifier.bias"))
              .findFirst()
              .orElseThrow()
              .values();
      assertEquals(model.seed(), (long) bias[0], "of one model, the weights of another");
      return model.seed();
    }
  }

  @Test
  void aSaveThatFailsLeavesTheModelBefore() throws IOException {
    try (ChestModel old = numbered(1);
        ChestModel next = numbered(2)) {
      Faults.survive(old::save, next::save, SeveralSaversTest::number, folder);
    }
  }

  @Test
  void oneWholeModelIsThereWhileProcessesSaveAndAreKilled() throws Exception {
    try (ChestModel model = numbered(0)) {
      model.save(folder);
    }
    var random = new Random(5);
    List<Process> savers = new ArrayList<>();
    List<Long> all = List.of(1L, 2L, 3L);
    var seen = new TreeSet<Long>();
    try {
      for (int s = 1; s <= 3; s++) {
        savers.add(saver(s));
      }
      int kills = 0;
      // Until each has been seen, and two were killed; a slow machine takes longer.
      while (kills < 2 || !seen.containsAll(all)) {
        seen.add(number(folder));
        if (seen.containsAll(all) && kills < 2 && random.nextInt(4) == 0) {
          savers.remove(0).destroyForcibly().waitFor();
          kills++;
        }
        assertTrue(savers.stream().allMatch(Process::isAlive), "a save failed");
      }
    } finally {
      for (Process saver : savers) {
        saver.destroyForcibly().waitFor();
      }
    }
    number(folder);
    try (ChestModel model = numbered(9)) {
      model.save(folder);
    }
    assertEquals(9, number(folder));
    assertEquals(List.of("model.json", "weights"), names());
  }

  private Process saver(int number) throws IOException {
    return ChildJava.start(List.of(), Saver.class, Path.of(Integer.toString(number)), folder);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString().replaceFirst("^(weights)-.*", "$1"))
          .sorted()
          .toList();
    }
  }

  @Test
  void onASlowDiskToo() throws Exception {
    Path slow = new FaultyDisk(FaultyDisk.Fault.SLOW, 0).path(folder);
    try (ChestModel one = numbered(1);
        ChestModel other = numbered(2)) {
      one.save(folder);
      var writer =
          new Thread(
              () -> {
                for (int i = 0; i < 10; i++) {
                  other.save(slow);
                  one.save(slow);
                }
              });
      writer.start();
      while (writer.isAlive()) {
        number(folder);
      }
      writer.join(TimeUnit.MINUTES.toMillis(1));
      assertEquals(1, number(folder));
    }
  }

  /** Saves a model again and again. */
  static final class Saver {
    private Saver() {}

    public static void main(String... arguments) {
      try (ChestModel model = numbered(Integer.parseInt(arguments[0]))) {
        while (true) {
          model.save(Path.of(arguments[1]));
        }
      }
    }
  }
}
