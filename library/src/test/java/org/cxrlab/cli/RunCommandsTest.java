package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.train.TinyFilms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands train, sweep and runs, as the shell calls them. */
class RunCommandsTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void draw() throws IOException {
    TinyFilms.films(folder.resolve("films"), 40);
  }

  private int cxrlab(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String file(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json).toString();
  }

  private String runs() {
    return "--runs=" + folder.resolve("runs.db");
  }

  private static final String FILMS =
      """
      "films": "films", "split": {"train": 0.5, "validation": 0.25, "test": 0.25},
      """;

  @Test
  void aPlanIsTrainedAndKeptComparedAndExported() throws IOException {
    String plan = file("plan.json", "{" + FILMS + "\"epochs\": 1, \"imageSize\": 32, \"seed\": 1}");
    assertEquals(
        0, cxrlab("train", plan, runs(), "--test", "-o", folder + "/model"), err::toString);
    assertTrue(out.toString().contains("It is run 1 in"), out.toString());
    assertTrue(Files.isDirectory(folder.resolve("model")));
    assertTrue(err.toString().contains("epoch 1"), err.toString());
    String other =
        file(
            "other.json",
            "{" + FILMS + "\"learns\": \"head\", \"epochs\": 2, \"imageSize\": 32, \"seed\": 1}");
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
    try {
      assertEquals(0, cxrlab("train", other, runs()), err::toString);
    } finally {
      System.clearProperty("cxrlab.data");
    }

    assertEquals(0, cxrlab("runs", runs()), err::toString);
    assertEquals(
        2, out.toString().lines().filter(l -> l.contains(" done ")).count(), out::toString);
    assertEquals(0, cxrlab("runs", "show", "1", runs()));
    assertTrue(out.toString().contains("AUROC, test"), out.toString());
    assertEquals(0, cxrlab("runs", "compare", "1", "2", runs()));
    assertTrue(out.toString().contains("what learns"), out.toString());
    assertTrue(out.toString().contains("on the same validation films"), out.toString());
    String csv = folder.resolve("csv").toString();
    assertEquals(0, cxrlab("runs", "export", "--csv", csv, "2", runs()), err::toString);
    assertEquals(2, Files.readAllLines(folder.resolve("csv/runs.csv")).size());
    assertEquals(0, cxrlab("runs", "list", runs(), "--sql", "SELECT id, name FROM runs"));
    assertEquals("id,name\n1,plan\n2,other\n", out.toString());
    assertEquals(1, cxrlab("runs", "show", "7", runs()));
    assertTrue(err.toString().startsWith("cxrlab: There is no run 7"), err.toString());
  }

  @Test
  void whatIsWrongIsASentenceAndAnExitStatus() throws IOException {
    String wrong = file("wrong.json", "{\"epoch\": 1}");
    assertEquals(1, cxrlab("train", wrong, runs()));
    assertEquals(
        Text.format("cxrlab: %s: A plan has no field \"epoch\"; did you mean \"epochs\"?%n", wrong),
        err.toString());
    assertEquals(1, cxrlab("train", folder + "/none.json", runs()));
    assertTrue(err.toString().contains("There is no such file."), err.toString());
    assertEquals(2, cxrlab("train"));
    assertEquals(2, cxrlab("runs", "export", runs()));
    assertEquals(0, cxrlab("sweep", "--example"));
    assertTrue(out.toString().contains("\"method\": \"random\""));
    for (String command : List.of("train", "sweep", "runs")) {
      assertEquals(0, cxrlab(command, "--help"));
      assertTrue(out.toString().contains("Exit status:"), out.toString());
    }
    assertFalse(Files.exists(folder.resolve("runs.db")), "what is wrong is said before all else");
  }

  /** Before the word of the command too, where it was passed over without a word. */
  @Test
  void theFileOfRunsMayBeNamedBeforeTheCommandAndAfterIt() throws IOException {
    String plan = file("plan.json", "{" + FILMS + "\"epochs\": 1, \"imageSize\": 32}");
    assertEquals(0, cxrlab("train", plan, runs()), err::toString);
    assertEquals(0, cxrlab("runs", runs(), "show", "1"), err::toString);
    assertEquals(0, cxrlab("runs", runs(), "list", "--sql", "SELECT id FROM runs"));
    assertEquals("id\n1\n", out.toString());
    String csv = folder.resolve("csv").toString();
    assertEquals(0, cxrlab("runs", runs(), "export", "--csv", csv), err::toString);
    assertEquals(2, Files.readAllLines(folder.resolve("csv/runs.csv")).size());
    String other = "--runs=" + folder.resolve("other.db");
    assertEquals(1, cxrlab("runs", runs(), "compare", "1", "1", other), "the nearer one holds");
    assertTrue(err.toString().contains("other.db"), err.toString());
  }

  @Test
  void aFileThatIsNoFileOfRunsStaysAsItIs() throws IOException {
    String plan = file("plan.json", "{" + FILMS + "\"epochs\": 1, \"imageSize\": 32}");
    byte[] before = Files.readAllBytes(Path.of(plan));
    for (String[] command :
        List.of(
            new String[] {"runs", "--runs", plan},
            new String[] {"train", plan, "--runs", plan},
            new String[] {"runs", "show", "1", "--runs", plan})) {
      assertEquals(1, cxrlab(command));
      assertEquals(1, err.toString().lines().count(), err.toString());
    }
    assertArrayEquals(before, Files.readAllBytes(Path.of(plan)));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.filter(f -> f.toString().contains("damaged")).toList());
    }
  }

  private Process sweep(String json) throws IOException {
    return start("sweep", file("sweep.json", json), runs());
  }

  private Process start(String... arguments) throws IOException {
    return new ProcessBuilder(java(arguments)).redirectErrorStream(true).start();
  }

  private List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.add("-Dai.djl.offline=true");
    command.add("-Dcxrlab.data=" + folder.resolve("data"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A child in which Ctrl-C is not ignored, as it is in what a script starts behind itself. */
  private Process startWithCtrlC(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(java(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * Sends SIGINT when a line begins so; gives what was said after it. "epoch 2," is the end of one,
   * "epoch 2/" is within it, as a slow computer tells.
   */
  private static String ctrlC(Process process, String atLine) throws Exception {
    try (BufferedReader lines = process.inputReader()) {
      StringBuilder before = new StringBuilder();
      String line = lines.readLine();
      while (line != null && !line.startsWith(atLine)) {
        before.append(line).append('\n');
        line = lines.readLine();
      }
      assertTrue(line != null, before::toString);
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      String after = String.join("\n", lines.lines().toList());
      assertEquals(ExitCode.INTERRUPTED, process.waitFor(), after);
      assertTrue(after.contains("Stopping; what is done is kept."), after);
      assertTrue(after.contains("the same command goes on from there."), after);
      return after;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A small network for these films, always the same one. */
  private void saveSmallModel() {
    try (var model = SmallDenseNet.create(Labels.of("bright", "other"), 3)) {
      model.save(folder.resolve("small"));
    }
  }

  private String answer(String runs, String sql) {
    assertEquals(0, cxrlab("runs", "list", runs, "--sql", sql), err::toString);
    return out.toString().lines().skip(1).collect(Collectors.joining("\n"));
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.contains("-training-") || f.contains("-sweep-"))
          .toList();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ctrlCInATrainingKeepsItAndTheSameCommandGoesOn() throws Exception {
    saveSmallModel();
    String plan =
        file(
            "plan.json",
            "{"
                + FILMS
                + """
                "model": "small", "epochs": 12, "stepsPerEpoch": 6, "imageSize": 32,
                "batchSize": 4, "schedule": "cosine", "augmentation": "light", "seed": 1}
                """);
    ctrlC(startWithCtrlC("train", plan, runs()), "epoch 2,");
    assertEquals("STOPPED", answer(runs(), "SELECT status FROM runs WHERE model_path NOT NULL"));
    int steps = Integer.parseInt(answer(runs(), "SELECT count(*) FROM steps"));
    assertTrue(steps >= 12 && steps < 72, steps + " steps");
    assertEquals(1, beside().size(), () -> "the checkpoints are kept");

    assertEquals(0, cxrlab("train", plan, runs()), err::toString);
    assertTrue(err.toString().contains("Goes on after step " + steps + " of 72."), err::toString);
    assertEquals(List.of(), beside());
    String never = "--runs=" + folder.resolve("never-stopped.db");
    assertEquals(0, cxrlab("train", plan, never), err::toString);
    assertFalse(err.toString().contains("Goes on"), err::toString);
    String history = "SELECT step, loss FROM steps WHERE run = (SELECT max(id) FROM runs)";
    assertEquals(answer(never, history), answer(runs(), history));
    assertEquals(72, answer(never, history).lines().count());
    String scores =
        "SELECT validation_loss, auroc FROM epochs WHERE run = (SELECT max(id) FROM runs)";
    assertEquals(answer(never, scores), answer(runs(), scores));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTrainingThatWasStoppedIsBegunAnewWhereThatIsAskedFor() throws Exception {
    saveSmallModel();
    String plan =
        file(
            "plan.json",
            "{"
                + FILMS
                + """
                "model": "small", "epochs": 3, "stepsPerEpoch": 4, "imageSize": 32, "batchSize": 4}
                """);
    ctrlC(startWithCtrlC("train", plan, runs()), "epoch 1,");
    assertEquals(0, cxrlab("train", plan, runs(), "--anew"), err::toString);
    assertFalse(err.toString().contains("Goes on"), err::toString);
  }

  private static final String NETWORKS =
      "{"
          + FILMS
          + """
          "model": "small", "method": "random", "trials": 4, "seed": 2,
          "space": {"learningRate": {"from": 1e-4, "to": 0.01, "scale": "log"}},
          "plan": {"epochs": 8, "stepsPerEpoch": 6, "imageSize": 32, "batchSize": 4}}
          """;

  private static final String TRIALS = "SELECT count(*), count(DISTINCT run) FROM trials";

  @Test
  @EnabledOnOs(OS.LINUX)
  void ctrlCInASweepOfNetworksKeepsItAndTheSameCommandGoesOn() throws Exception {
    saveSmallModel();
    String sweep = file("sweep.json", NETWORKS);
    String charts = folder.resolve("charts").toString();
    ctrlC(startWithCtrlC("sweep", sweep, runs(), "-o", charts), "trial 1");
    assertTrue(Files.exists(folder.resolve("charts/importance.svg")));
    assertEquals(
        "DONE,1", answer(runs(), "SELECT status, number FROM trials WHERE score NOT NULL"));
    assertEquals(1, beside().size());
    assertEquals(0, cxrlab("sweep", sweep, runs()), err::toString);
    assertTrue(err.toString().contains("Done before: 1 of them."), err::toString);
    assertTrue(out.toString().contains("4 of 4 trials are over."), out::toString);
    assertEquals("4,4", answer(runs(), TRIALS));
    assertEquals(List.of(), beside());
    String never = "--runs=" + folder.resolve("never-stopped.db");
    assertEquals(0, cxrlab("sweep", sweep, never), err::toString);
    String scores = "SELECT number, score, loss FROM trials ORDER BY number";
    assertEquals(answer(never, scores), answer(runs(), scores));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void severalNetworksAtOnceAreStoppedByCtrlCAndGoOn() throws Exception {
    saveSmallModel();
    String sweep = file("sweep.json", NETWORKS);
    Process first = startWithCtrlC("sweep", sweep, runs(), "--at-once=2");
    List<Long> workers = new ArrayList<>();
    ctrlC(first, "trial ");
    first.toHandle().descendants().forEach(p -> workers.add(p.pid()));
    assertEquals(List.of(), workers, "they ended before the command did");
    assertEquals("0", answer(runs(), "SELECT count(*) FROM trials WHERE status = 'RUNNING'"));

    Process second = start("sweep", sweep, runs(), "--at-once=2");
    String said = new String(second.getInputStream().readAllBytes());
    assertEquals(0, second.waitFor(), said);
    assertTrue(said.contains("4 of 4 trials are over."), said);
    assertTrue(said.contains("Done before: "), said);
    assertEquals("4,4", answer(runs(), TRIALS));
    assertEquals(
        "4", answer(runs(), "SELECT count(*) FROM runs WHERE status = 'DONE'"), "none twice");
    assertEquals(List.of(), beside());
    // In each command two processes had a part.
    assertTrue(
        Integer.parseInt(answer(runs(), "SELECT count(DISTINCT owner) FROM runs")) >= 3,
        () -> answer(runs(), "SELECT id, status, owner FROM runs"));
  }

  @Test
  void whatAProcessForTrialsRefusesIsASentenceOfTheCommand() throws IOException {
    saveSmallModel();
    String sweep = file("sweep.json", NETWORKS);
    for (int i = 0; i < 40; i++) {
      Files.writeString(folder.resolve(Text.format("films/%d.png", i)), "no picture");
    }
    assertEquals(1, cxrlab("sweep", sweep, runs(), "--at-once=2"), err::toString);
    assertTrue(
        err.toString().lines().anyMatch(l -> l.matches("cxrlab: .*\\.png.*")), err::toString);
    assertEquals(2, cxrlab("sweep", sweep, runs(), "--at-once=0"));
    assertEquals("0", answer(runs(), "SELECT count(*) FROM trials WHERE status = 'RUNNING'"));
  }

  /** Ctrl-C is SIGINT; Java treats SIGTERM, which a test can send on every system, the same way. */
  @Test
  void aSweepThatIsEndedGoesOnAndItsHeadsAreTriedOnce() throws Exception {
    String json =
        "{"
            + FILMS
            + """
            "learns": "head", "method": "random", "trials": 200, "seed": 2,
            "space": {"learningRate": {"from": 1e-4, "to": 0.1, "scale": "log"}},
            "plan": {"epochs": 20, "imageSize": 32}}
            """;
    Process first = sweep(json);
    try (BufferedReader lines = first.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("trial ")) {
        line = lines.readLine();
      }
      assertTrue(line != null, "no trial was over");
      // Process.destroy would close what the test reads from.
      first.toHandle().destroy();
      List<String> rest = lines.lines().toList();
      assertEquals(143, first.waitFor(), rest.toString());
      assertTrue(rest.contains("Stopping; what is done is kept."), rest.toString());
    }
    Process second = sweep(json);
    String said = new String(second.getInputStream().readAllBytes());
    assertEquals(0, second.waitFor(), said);
    assertTrue(said.contains("Done before: "), said);
    assertTrue(said.contains("200 of 200 trials are over."), said);
    cxrlab(
        "runs",
        "list",
        runs(),
        "--sql",
        "SELECT count(*), count(DISTINCT plan) FROM runs WHERE status = 'DONE'");
    assertEquals("200,200", out.toString().lines().skip(1).findFirst().orElse(""));
  }
}
