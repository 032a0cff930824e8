package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.cxrlab.ChildJava;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that end, or are told to end, while a thread of theirs computes with a network. Where
 * nothing waits for the pass, two of forty such processes end by a fault.
 */
class LastPassTest {
  private static final int ENDED_BY_ITSELF = 3;

  @TempDir private Path folder;

  /** Computes in a thread of its own, and ends by itself or waits to be ended. */
  static final class Computing {
    public static void main(String[] arguments) throws InterruptedException {
      var begun = new CountDownLatch(2);
      var computing =
          new Thread(
              () -> {
                try (ChestModel model = DenseNet121.create(Labels.NIH, 1);
                    NDManager memory = NativeMemory.newManager()) {
                  NDArray films = memory.randomNormal(new Shape(32, 3, 128, 128));
                  while (true) {
                    model.step(films, NDArray::mean, (weights, gradients) -> {});
                    begun.countDown();
                  }
                }
              });
      computing.setDaemon(true);
      computing.start();
      begun.await();
      System.out.println("computing");
      if (arguments.length > 0) {
        Thread.sleep(Long.parseLong(arguments[0]));
        System.exit(ENDED_BY_ITSELF);
      }
      computing.join();
    }
  }

  @Test
  void aProcessThatEndsWhileItComputesEndsWithoutAFault() throws Exception {
    Process child = start(Path.of("300"));
    assertEquals(ENDED_BY_ITSELF, child.waitFor());
    assertEquals(List.of(), reports());
  }

  @Test
  void soDoesOneThatIsToldToEnd() throws Exception {
    Process child = start();
    assertEquals("computing", child.inputReader().readLine());
    child.destroy();
    assertEquals(128 + 15, child.waitFor());
    assertEquals(List.of(), reports());
  }

  private Process start(Path... arguments) throws Exception {
    return ChildJava.start(
        List.of("-XX:ErrorFile=" + folder.resolve("fault-%p.log"), "-Xmx1g"),
        Computing.class,
        arguments);
  }

  private List<Path> reports() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
