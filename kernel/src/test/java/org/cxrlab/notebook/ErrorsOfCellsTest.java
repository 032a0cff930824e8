package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands under a cell by each kind of error. */
@Tag("kernel")
class ErrorsOfCellsTest {
  private static final String REPORT =
      "  An error that should not be, in cxrlab itself. Please report it with all that stands here.";

  private static KernelSession kernel;

  @BeforeAll
  static void start() {
    kernel = KernelSession.start("cxrlab", Map.of());
    kernel.run("Path dir = Files.createTempDirectory(\"errors\");");
    kernel.run(
        """
        var few = Phantoms.of(24).films();
        var parts = PatientSplit.of(few).split();
        var net = SmallDenseNet.create(few.labels(), 1);
        var ways = TrainingPlan.defaults().imageSize(32).batchSize(4).stepsPerEpoch(2)
            .validationSteps(1).epochs(1);
        """);
  }

  @AfterAll
  static void stop() throws Exception {
    if (kernel != null) {
      kernel.close();
    }
  }

  private static List<String> error(String code) {
    var cell = kernel.run(code);
    assertEquals("error", cell.status(), code);
    return cell.error();
  }

  /** A sentence first, then the user's line, and neither a trace nor a call to report it. */
  private static void assertSentence(String code, String... parts) {
    List<String> error = error(code);
    for (String part : parts) {
      assertTrue(error.get(0).contains(part), () -> part + " is not in " + error);
    }
    assertFalse(error.get(0).contains("Exception"), error::toString);
    assertTrue(error.get(1).matches("  cell \\[\\d+\\], line \\d+:  .*"), error::toString);
    assertFalse(error.contains(REPORT), error::toString);
    assertTrue(
        error.stream()
            .takeWhile(l -> !l.startsWith("Caused by "))
            .noneMatch(l -> l.startsWith("    at ")),
        error::toString);
  }

  private static void assertOurs(String code, String headline) {
    List<String> error = error(code);
    assertTrue(error.get(0).startsWith(headline), error::toString);
    assertEquals(REPORT, error.get(1));
    assertTrue(error.get(2).matches("  cell \\[\\d+\\], line \\d+:  .*"), error::toString);
    assertTrue(error.stream().anyMatch(l -> l.startsWith("    at org.cxrlab.")), error::toString);
  }

  private static void assertTheirs(String code, String headline) {
    List<String> error = error(code);
    assertTrue(error.get(0).startsWith(headline), error::toString);
    assertFalse(error.contains(REPORT), error::toString);
    assertTrue(
        error.stream().anyMatch(l -> l.matches("  cell \\[\\d+\\], line \\d+:  .*")),
        error::toString);
  }

  @Test
  void fileOfRunsThatCanNotBeOpenedOrWrittenIsASentence() {
    assertSentence("Runs.open(dir)", "is a folder", "Name another file");
    kernel.run(
        """
        var kept = Runs.open(dir.resolve("kept.db"));
        try (var other = java.sql.DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("kept.db"));
            var s = other.createStatement()) {
          s.execute("DROP TABLE runs");
        }
        """);
    assertSentence("kept.ids()", "What is kept in ", "can't be read", "no such table");
  }

  @Test
  void checkpointsInUseAreASentence() {
    kernel.run(
        """
        Path night = Files.createDirectories(dir.resolve("night"));
        var held = org.cxrlab.disk.Hold.takeFolder(night, java.time.Duration.ZERO).orElseThrow();
        """);
    assertSentence(
        "Training.run(net, parts, ways, Checkpoints.in(night));",
        "Another training is writing checkpoints to ");
    assertEquals(
        "caught",
        kernel
            .run(
                """
                String answer;
                try {
                  Training.run(net, parts, ways, Checkpoints.in(night));
                  answer = "trained";
                } catch (CheckpointsInUse e) {
                  answer = "caught";
                }
                answer
                """)
            .value("text/plain"));
  }

  @Test
  void trainingThatDivergesIsASentenceOfANetworkAndOfAHead() {
    assertSentence(
        "Training.run(net, parts, ways.learningRate(1e30));", "The loss became ", "too high");
    kernel.run(
        "var seen = Features.of(SmallDenseNet.create(few.labels(), 2).setImageSize(32), parts);");
    assertSentence(
        "HeadTraining.run(seen, ways.learningRate(1e300).epochs(3));",
        "The loss became ",
        "too high");
    assertEquals(
        "2 of the same type",
        kernel
            .run(
                """
                int failures = 0;
                try {
                  Training.run(net, parts, ways.learningRate(1e30));
                } catch (TrainingFailure e) {
                  failures++;
                }
                try {
                  HeadTraining.run(seen, ways.learningRate(1e300).epochs(3));
                } catch (TrainingFailure e) {
                  failures++;
                }
                failures + " of the same type"
                """)
            .value("text/plain"));
  }

  @Test
  void weightsATableAndAPictureThatCanNotBeReadAreSentences() {
    kernel.run(
        """
        Path garbage = Files.writeString(dir.resolve("garbage"), "Image,Mass,PatientId\\na.png,maybe,1\\n");
        """);
    assertSentence("Weights.read(garbage)", "The weights file ", "Nothing was loaded.");
    assertSentence("Films.course(garbage)", "garbage has no label, only Image (picture), Mass (");
    assertSentence("GrayImage.read(garbage)", "is not a picture that can be read");
    assertSentence("GrayImage.of(1, 2, 0.5f, 0.5f).standardised()", "can't be standardised");
  }

  @Test
  void anythingOfOursIsCaughtAsOneType() {
    assertEquals(
        "caught",
        kernel
            .run(
                """
                String found;
                try {
                  Runs.open(dir);
                  found = "opened";
                } catch (CxrlabException e) {
                  found = "caught";
                }
                found
                """)
            .value("text/plain"));
  }

  @Test
  void badArgumentIsASentenceAlsoFromAnotherThread() {
    assertSentence("few.withLabel(\"Broken heart\")", "There is no label \"Broken heart\"");
    assertSentence(
        "java.util.concurrent.CompletableFuture.supplyAsync(() -> few.withLabel(\"x\")).join()",
        "There is no label \"x\"");
  }

  @Test
  void errorOfOursIsToBeReported() {
    assertOurs("new Labels(null)", "NullPointerException");
    assertOurs("Films.nih(null, null)", "NullPointerException");
    // Of a class of ours that is not there otherwise.
    kernel.run(
        """
        var code = dir.resolve("Broken.java");
        Files.writeString(code, "package org.cxrlab.split; public class Broken {"
            + " public static void fail() { throw new IllegalStateException(\\"This can't be.\\"); }"
            + " public static int first(int... of) { return java.util.Arrays.copyOf(of, -1)[0]; } }");
        var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
        compiler.run(null, null, null, "-d", dir.toString(), code.toString());
        var loader = new java.net.URLClassLoader(new java.net.URL[] {dir.toUri().toURL()});
        var broken = loader.loadClass("org.cxrlab.split.Broken");
        """);
    assertOurs("broken.getMethod(\"fail\").invoke(null);", "IllegalStateException: This can't be.");
    assertOurs(
        "broken.getMethod(\"first\", int[].class).invoke(null, new int[1]);",
        "NegativeArraySizeException: -1");
  }

  @Test
  void errorOfTheUsersOwnCodeStaysTheirs() {
    assertTheirs("String text = null;\ntext.length()", "NullPointerException");
    assertTheirs("Integer.parseInt(\"seven\")", "NumberFormatException");
    assertTheirs("throw new IllegalArgumentException(\"mine\");", "IllegalArgumentException: mine");
    assertTheirs(
        "class Mine extends RuntimeException { Mine() { super(\"mine\"); } }\nthrow new Mine();",
        "Mine: mine");
    assertTheirs("throw new IllegalStateException(\"mine\");", "IllegalStateException: mine");
    assertTheirs("few.where(film -> film.age() / (1 / 0) > 3)", "ArithmeticException");
    assertTheirs("few.where(film -> List.of(1).get(7) > 0)", "IndexOutOfBoundsException");
    assertTheirs(
        """
        Training.run(net, parts, ways, new TrainingListener() {
          public void onStep(TrainingProgress p) { Objects.requireNonNull(null, "mine"); }
        });
        """,
        "NullPointerException: mine");
    assertTheirs(
        "java.util.concurrent.CompletableFuture.supplyAsync(() -> 1 / (few.size() - few.size())).join()",
        "ArithmeticException");
    assertTheirs("int again(int n) { return again(n + 1) + 1; }\nagain(0)", "StackOverflowError");
  }
}
