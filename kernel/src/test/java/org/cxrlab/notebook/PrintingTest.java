package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a cell prints, in a real kernel. */
@Tag("kernel")
class PrintingTest {
  private static KernelSession kernel;

  @BeforeAll
  static void start() {
    kernel = KernelSession.start("cxrlab", Map.of());
  }

  @AfterAll
  static void stop() throws Exception {
    if (kernel != null) {
      kernel.close();
    }
  }

  @Test
  void aMillionLinesAreCutInTheMiddleAndTheFileHasAll() throws Exception {
    var cell = kernel.run("for (int i = 0; i < 1_000_000; i++) System.out.println(i);");
    assertEquals("ok", cell.status());
    assertTrue(cell.printed().startsWith("0\n1\n"), "the beginning is there");
    assertTrue(cell.printed().endsWith("999998\n999999\n"), "the end is there");
    assertTrue(cell.outputs().size() < 1_000, cell.outputs().size() + " messages");
    String note = notes(cell);
    Matcher leftOut = Pattern.compile("([\\d,]+) lines").matcher(note);
    assertTrue(leftOut.find(), note);
    int missing = Integer.parseInt(leftOut.group(1).replace(",", ""));
    // Of 2,000 lines at least; a few more where the front was just sent something.
    long shown = cell.printed().lines().count();
    assertEquals(1_000_000, missing + shown, note);
    assertTrue(shown >= 2_000 && shown < 2_500, shown + " lines");
    Matcher file = Pattern.compile("in (\\S+) until the kernel ends").matcher(note);
    assertTrue(file.find(), note);
    try (var lines = Files.lines(Path.of(file.group(1)))) {
      assertEquals(1_000_000, lines.count());
    }
  }

  @Test
  void lineOfFiftyMegabytesIsCut() {
    var cell = kernel.run("System.out.println(\"x\".repeat(50_000_000) + \"END\");");
    assertTrue(cell.printed().length() < 300_000);
    assertTrue(cell.printed().endsWith("END\n"));
    assertTrue(notes(cell).contains("49.8 MB left out here"), notes(cell));
  }

  @Test
  void streamsDisplaysErrorsAndResultsStayInOrder() {
    var cell =
        kernel.run(
            """
            System.out.println("one");
            System.err.println("two");
            show(new Note("three"));
            System.out.println("four");
            5
            """);
    assertEquals(
        List.of(
            "stream one\n",
            "stream two\n",
            "display_data three",
            "stream four\n",
            "execute_result 5"),
        outputs(cell));
    cell = kernel.run("System.out.print(\"before\"); throw new RuntimeException(\"after\");");
    assertEquals(List.of("stream before", "error after"), outputs(cell));
  }

  @Test
  void displayAfterAFloodStandsBelowIt() {
    var cell =
        kernel.run(
            """
            for (int i = 0; i < 50_000; i++) System.out.println(i);
            show(new Note("below"));
            System.out.println("last");
            """);
    List<String> outputs = outputs(cell);
    int below = outputs.indexOf("display_data below");
    assertTrue(outputs.get(below - 1).endsWith("49999\n"), outputs.get(below - 1));
    assertEquals("stream last\n", outputs.get(below + 1));
  }

  @Test
  void loopThatPrintsWithoutEndIsInterruptedAndPrintsNoMore() throws Exception {
    var cell =
        kernel.runInterrupted("while (true) { System.out.println(\"on and on\"); }", 1.0, 1.5);
    assertEquals("error", cell.status());
    Thread.sleep(300);
    assertEquals("quiet\n", kernel.run("System.out.println(\"quiet\");").printed());
  }

  @Test
  void whatAThreadPrintsAfterItsCellBelongsToTheNextOne() {
    kernel.run(
        """
        var go = new java.util.concurrent.CountDownLatch(1);
        var later = new Thread(() -> {
          try { go.await(); } catch (InterruptedException e) { return; }
          System.out.println("from the thread");
        });
        later.start();
        """);
    assertEquals("from the thread\n", kernel.run("go.countDown(); later.join();").printed());
  }

  @Test
  void printAllLiftsTheLimit() {
    kernel.run("printAll()");
    var cell = kernel.run("for (int i = 0; i < 20_000; i++) System.out.println(i);");
    kernel.run("printAll(false)");
    assertEquals(20_000, cell.printed().lines().count());
    assertEquals("", notes(cell));
  }

  private static List<String> outputs(KernelSession.Cell cell) {
    return cell.outputs().stream()
        .filter(o -> !o.get("type").getAsString().equals("execute_input"))
        .map(
            o -> {
              String type = o.get("type").getAsString();
              return type
                  + " "
                  + switch (type) {
                    case "stream" -> o.get("text").getAsString();
                    case "error" -> o.get("evalue").getAsString();
                    default -> o.getAsJsonObject("data").get("text/plain").getAsString();
                  };
            })
        .toList();
  }

  /** The lines that say what was left out. */
  private static String notes(KernelSession.Cell cell) {
    return cell.outputs().stream()
        .filter(o -> o.has("data") && o.getAsJsonObject("data").has("text/plain"))
        .map(o -> o.getAsJsonObject("data").get("text/plain").getAsString())
        .filter(t -> t.contains("left out here"))
        .collect(Collectors.joining("\n"));
  }
}
