package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.cxrlab.model.FastPaths;
import org.junit.jupiter.api.Test;

/** What {@code ./cxrlab doctor} asks for. */
class FastPathsTest {
  private final Shell shell = new Shell();

  @Test
  void eachFastPathHasALineOfNameAndWords() {
    assertEquals(ExitCode.DONE, shell.run("fast-paths"), shell::err);
    List<String> names = shell.out().lines().map(line -> line.split("\t", 2)[0]).toList();
    assertEquals(List.copyOf(FastPaths.onThisMachine().keySet()), names);
  }

  @Test
  void itIsNotForReaders() {
    assertEquals(ExitCode.DONE, shell.run("help"), shell::err);
    assertFalse(shell.out().contains("fast-paths"), shell.out());
  }
}
