package org.cxrlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class KernelTest {
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
  void valueOfTheLibraryIsShownAsHtmlAndAsText() {
    var cell = kernel.run("TableFigure.columns(\"label\", \"films\").row(\"Mass\", 7).build()");
    assertEquals("ok", cell.status());
    assertTrue(cell.value("text/html").contains("<table"));
    assertTrue(cell.value("text/html").contains("Mass"));
    assertTrue(cell.value("text/plain").contains("Mass"));
  }

  @Test
  void showShowsAValueInTheMiddleOfACellAndPrintsNothingElse() {
    var cell = kernel.run("show(new Note(\"half way\")); int afterShow = 1;");
    assertEquals("half way", cell.data("display_data", "text/plain"));
    assertEquals(1, cell.outputs().stream().filter(o -> o.has("data")).count());
  }

  @Test
  @Tag("slow")
  void aModelThatLooksAtFilmsForLongSaysHowFarItIs() {
    // Ten films that take three quarters of a second each.
    var cell =
        kernel.run(
            """
            FilmsListener.forEach(10, film -> {
                java.util.concurrent.locks.LockSupport.parkNanos(750_000_000);
            });
            """);
    assertEquals("ok", cell.status(), cell.toString());
    assertTrue(
        Pattern.compile("\\d of 10 films, \\d\\.\\d films/s, \\d+ s left")
            .matcher(cell.toString())
            .find(),
        cell.toString());
    String last = cell.data("update_display_data", "text/plain");
    assertTrue(last.matches("10 films in \\d+ s\\."), last);
  }

  @Test
  void exceptionOfTheLibraryIsItsSentenceAndTheUsersLine() {
    var cell =
        kernel.run(
            """
            int columns = 1;

            TableFigure.columns("a")
                .row(columns, 2)
                .build()
            """);
    assertEquals("error", cell.status());
    assertEquals("A row of 2 cells in a table of 1 columns.", cell.error().get(0));
    assertTrue(
        cell.error().get(1).endsWith("line 5:  TableFigure.columns(\"a\") … .build()"),
        cell.error().get(1));
    assertEquals(2, cell.error().size());
  }

  @Test
  void exceptionDeepInACallIsShownWithTheLinesThatLedThere() {
    kernel.run(
        """
        int half(int n) {
          return n / 2;
        }
        int share(int n) {
          return 100 / half(n);
        }
        """);
    var cell = kernel.run("int sum = 0;\nsum += share(1);");
    assertEquals("ArithmeticException: / by zero", cell.error().get(0));
    assertTrue(cell.error().get(1).endsWith("line 5:  return 100 / half(n);"));
    assertTrue(cell.error().get(2).endsWith("line 2:  sum += share(1);"));
    assertEquals(3, cell.error().size());
  }

  @Test
  void causeOfAnExceptionIsNamed() {
    var cell =
        kernel.run("throw new RuntimeException(\"above\", new java.io.IOException(\"below\"));");
    assertEquals("RuntimeException: above", cell.error().get(0));
    assertTrue(cell.error().contains("Caused by IOException: below"));
  }

  @Test
  void endlessRecursionIsShownInAFewLines() {
    var cell = kernel.run("int down(int n) { return down(n + 1) + 1; }\ndown(0)");
    assertEquals("StackOverflowError", cell.error().get(0));
    assertTrue(cell.error().size() < 8);
  }

  @Test
  void misspeltNameIsPointedAt() {
    var cell = kernel.run("Filmz films = null;");
    assertTrue(cell.error().stream().anyMatch(line -> line.contains("cannot find symbol")));
  }

  @Test
  void failureWhileAValueIsShownIsAnErrorOfTheCell() {
    var cell =
        kernel.run(
            """
            new Showable() {
              public Figure figure() { throw new StackOverflowError("no end"); }
            }
            """);
    assertEquals("StackOverflowError: no end", cell.error().get(0));
    assertEquals("2", kernel.run("1 + 1").value("text/plain"));
  }

  @Test
  void callsThatWouldEndTheKernelAreRefused() {
    kernel.run("int kept = 41;");
    for (String call :
        List.of(
            "System.exit(0);",
            "Runtime.getRuntime().exit(0);",
            "Runtime.getRuntime().halt(0);",
            "java.util.function.IntConsumer end = System::exit; end.accept(0);",
            "class Quitter { void quit() { System.exit(0); } }\nnew Quitter().quit();")) {
      var cell = kernel.run(call);
      assertTrue(cell.error().get(0).contains("would end the kernel"), call);
    }
    assertEquals("42", kernel.run("kept + 1").value("text/plain"));
  }

  @Test
  void outOfMemoryIsSurvived() {
    var cell = kernel.run("var much = new long[Integer.MAX_VALUE - 8][Integer.MAX_VALUE - 8];");
    assertTrue(cell.error().get(0).startsWith("OutOfMemoryError"));
    assertTrue(cell.error().get(1).contains("-Xmx"));
    assertEquals("2", kernel.run("1 + 1").value("text/plain"));
  }

  @Test
  void interruptedCellEndsAndTheNextOneRunsEvenWhereTheFirstDoesNotHeedIt() {
    var cell = kernel.runInterrupted("boolean spin = true; while (spin) Thread.onSpinWait();", 1);
    assertEquals("error", cell.status());
    assertTrue(String.join("", cell.error()).contains("interrupted"));
    assertEquals("2", kernel.run("spin = false; 1 + 1").value("text/plain"));
  }

  @Test
  void interruptedTrainingEndsAfterItsStepAndTheCellHasItsValue() {
    var cell =
        kernel.runInterrupted(
            """
            int steps = 0;
            try (var armed = StopSignal.arm()) {
              while (!StopSignal.isRequested()) { Thread.sleep(20); steps++; }
            }
            "kept " + (steps > 0)
            """,
            1.5);
    assertEquals("ok", cell.status());
    assertEquals("kept true", cell.value("text/plain"));
  }

  private static final String SMALL_TRAINING =
      """
      var few = Phantoms.of(24).films();
      var parts = PatientSplit.of(few).split();
      var net = SmallDenseNet.create(few.labels(), 1);
      var ways = TrainingPlan.defaults().imageSize(32).batchSize(4).stepsPerEpoch(2).validationSteps(1);
      """;

  @Test
  void interruptedTrainingGivesItsRunAndTheModelIsThatOfTheBestEpoch() {
    kernel.run(SMALL_TRAINING);
    var cell =
        kernel.runInterrupted(
            """
            var heard = new long[2];
            var after = new TrainingListener() {
              public void onStep(TrainingProgress p) {
                if (StopSignal.isRequested()) { heard[0]++; }
              }
            };
            var stopped = Training.run(net, parts, ways.epochs(100_000), after);
            stopped.ending() + " " + (stopped.bestEpoch() > 0)
                + " " + (stopped.history().steps().size() >= 2) + " " + (heard[0] <= 1)
            """,
            20);
    assertEquals("ok", cell.status());
    assertEquals("STOPPED true true true", cell.value("text/plain"));
  }

  @Test
  void trainingThatFailsSaysWhyInASentenceAndTheKernelLives() {
    kernel.run(SMALL_TRAINING);
    var cell = kernel.run("Training.run(net, parts, ways.epochs(1).learningRate(1e30));");
    assertEquals("error", cell.status());
    String first = cell.error().get(0);
    assertTrue(first.matches("The loss became \\S+ at step \\d+: .*too high.*"), first);
    assertEquals("2", kernel.run("1 + 1").value("text/plain"));
  }

  @Test
  void secondInterruptionEndsTheCellOfATrainingThatIsSlowToStop() {
    var cell =
        kernel.runInterrupted("try (var armed = StopSignal.arm()) { Thread.sleep(60_000); }", 1, 2);
    assertEquals("error", cell.status());
    assertTrue(cell.seconds() < 30);
    assertTrue(kernel.run("!StopSignal.isArmed()").value("text/plain").equals("true"));
  }

  @Test
  void secondInterruptionOfATrainingSaysWhatTheModelHoldsAndThatIsSo() {
    kernel.run(SMALL_TRAINING);
    var cell =
        kernel.runInterrupted(
            """
            var slow = new TrainingListener() {
              public void onStep(TrainingProgress p) {
                if (p.epoch() < 3) return;
                // Here the first interruption finds it, and not in a validation; the second, asleep.
                try {
                  while (!StopSignal.isRequested()) Thread.sleep(5);
                  Thread.sleep(60_000);
                } catch (InterruptedException e) { Thread.currentThread().interrupt(); }
              }
            };
            Training.run(net, parts, ways.epochs(100_000), slow);
            """,
            20,
            25);
    assertEquals("error", cell.status());
    String first = cell.error().get(0);
    assertTrue(
        first.matches(
            "The training was broken off in epoch \\d+, after step \\d+ of \\d+; the model holds the"
                + " weights of epoch \\d+, the best by .*\\. It wrote no checkpoints; .*"),
        first);
    assertEquals("true", kernel.run("Training.running().isEmpty()").value("text/plain"));
    String epochs =
        kernel.run("net.notes().get(\"history\").contains(\"epochs\")").value("text/plain");
    assertEquals("true", epochs);
  }

  @Test
  void cellsThatWaitForAFailedOneAreNotRun() {
    var cells =
        kernel.send(
            List.of("Thread.sleep(500); int[] none = {}; none[0]", "System.out.print(\"ran\")"),
            List.of());
    assertEquals("error", cells.get(0).status());
    assertEquals("aborted", cells.get(1).status());
    assertEquals("", cells.get(1).printed());
    assertEquals("2", kernel.run("1 + 1").value("text/plain"));
  }

  @Test
  void messageOfAControlArrivesWhileACellRuns() {
    kernel.run(
        """
        import org.dflib.jjava.jupyter.kernel.comm.*;
        import org.dflib.jjava.jupyter.messages.Message;
        import org.dflib.jjava.jupyter.messages.comm.*;
        var heard = new java.util.concurrent.CountDownLatch(1);
        kernel().getCommManager().registerTarget("ear", (manager, id, target, message) -> {
          heard.countDown();
          return new Comm(manager, id, target) {
            protected void onMessage(Message<CommMsgCommand> m) {}
            protected void onClose(Message<CommCloseCommand> m, boolean sending) {}
          };
        });
        """);
    var cell =
        kernel
            .send(
                List.of("heard.await(20, java.util.concurrent.TimeUnit.SECONDS)"),
                List.<Object[]>of(
                    new Object[] {
                      0.5,
                      "shell",
                      "comm_open",
                      Map.of("comm_id", "1", "target_name", "ear", "data", Map.of())
                    }))
            .get(0);
    assertEquals("true", cell.value("text/plain"));
  }

  @Test
  void magicsOfTheKernelWork() {
    assertEquals("ok", kernel.run("%time Thread.sleep(1)").status());
    assertNull(kernel.run("int unseen = 1;").value("text/plain"));
  }
}
