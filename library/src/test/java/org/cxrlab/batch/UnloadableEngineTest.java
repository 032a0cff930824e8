package org.cxrlab.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A computer that can't load PyTorch's library: here what it finds is no library. */
class UnloadableEngineTest {
  @TempDir Path folder;

  /** What a process says that needs the library twice. */
  static final class Needing {
    private Needing() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          NativeMemory.newManager().close();
        } catch (CxrlabException e) {
          Fault fault = Fault.of(e);
          System.out.println(fault.whose() + " " + fault.sentence().replace('\n', ' '));
        }
      }
    }
  }

  @Test
  void isToldToThePersonWithTheWayToTheDoctorEachTime() throws Exception {
    Files.writeString(folder.resolve(System.mapLibraryName("torch")), "no library");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-DPYTORCH_LIBRARY_PATH=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Needing.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> said = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor());

    assertEquals(2, said.size(), said.toString());
    for (String sentence : said) {
      assertTrue(sentence.startsWith("ASKER PyTorch's library"), sentence);
      assertTrue(sentence.contains("can't be loaded"), sentence);
      assertTrue(sentence.contains("./cxrlab doctor"), sentence);
    }
  }
}
