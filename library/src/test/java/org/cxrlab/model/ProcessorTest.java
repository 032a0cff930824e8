package org.cxrlab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.cxrlab.ChildJava;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
  @TempDir Path folder;

  /** Says what the processor has, and which way films go. */
  static final class Told {
    private Told() {}

    public static void main(String[] arguments) {
      System.out.println(
          Processor.hasAvx512() + " " + Processor.hasBfloat16() + " " + FilmTasks.description());
    }
  }

  @Test
  void heldToAvx2ItHasNoMoreAndFilmsAreTasks() throws Exception {
    Process held = ChildJava.start(List.of("-Dcxrlab.isa=avx2"), Told.class, folder);
    List<String> told = held.inputReader().lines().toList();
    assertEquals(1, told.size());
    String first = told.get(0).split(";")[0];
    assertEquals(
        "false false film by film, where films are many and large and not in bfloat16", first);
    assertFalse(told.get(0).contains("int8"));
    assertEquals(0, held.waitFor());
  }
}
