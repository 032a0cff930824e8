package org.cxrlab.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmDetails;
import org.cxrlab.data.Films;
import org.cxrlab.data.UncertainLabels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.plan.WeightedBce;
import org.cxrlab.split.Split;
import org.cxrlab.train.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class RunsTest {
  private static final TrainingPlan PLAN = TrainingPlan.defaults().epochs(2).seed(7);

  @TempDir Path folder;

  private final Split split = Samples.tableOnly(60);

  private Path file() {
    return folder.resolve("runs.db");
  }

  private int record(Runs runs, String name, TrainingPlan plan, double skill) {
    RunRecording recording =
        runs.begin(name, Run.Kind.TRAINING, Samples.LABELS, split, plan, Optional.empty());
    recording.ended(Samples.trained(plan));
    recording.predictions("validation", Samples.predictions(split.validation(), skill, 1));
    return recording.id();
  }

  /** Labels that the table leaves open, decided in two ways, are two runs that differ in that. */
  @Test
  void aRunTellsWhatWasMadeOfUncertainLabels() {
    Split open = new Split(open(split.train()), open(split.validation()), open(split.test()));
    Split positive =
        new Split(
            open.train().uncertain(UncertainLabels.positive()), open.validation(), open.test());
    try (Runs runs = Runs.open(file())) {
      int first = begun(runs, open);
      int second = begun(runs, positive);
      int none = begun(runs, split);
      assertEquals("", runs.run(none).openLabels());
      assertEquals(
          "Training: 20 uncertain labels taken as unknown. Validation: 20 uncertain labels taken as"
              + " unknown.",
          runs.run(first).openLabels());
      assertTrue(
          runs.run(second)
              .openLabels()
              .startsWith("Training: 20 uncertain labels taken as positive."));
      assertNotEquals(runs.run(first).train(), runs.run(second).train());
      String shown = runs.run(second).figure().text();
      assertTrue(shown.contains("taken as positive"), shown);
      String compared = runs.compare(first, second).figure().text();
      assertTrue(compared.contains("open labels"), compared);
    }
  }

  private int begun(Runs runs, Split films) {
    return runs.begin("open", Run.Kind.TRAINING, Samples.LABELS, films, PLAN, Optional.empty())
        .id();
  }

  /** The same films with their first label uncertain. */
  private static Films open(Films films) {
    var details = new FilmDetails("", "", Set.of(Samples.LABELS.get(0)), Set.of());
    return new Films(
            films.name(),
            films.labels(),
            films.stream()
                .map(
                    f ->
                        new Film(
                            f.image(),
                            f.path(),
                            f.patient(),
                            f.labels(),
                            f.values(),
                            f.boxes(),
                            f.view(),
                            f.age(),
                            f.sex(),
                            details))
                .toList())
        .uncertain(UncertainLabels.unknown());
  }

  @Test
  void aRunComesBackAsItWasKept() {
    int id;
    try (Runs runs = Runs.open(file())) {
      id = record(runs, "first", PLAN.learningRate(3e-4), 2);
    }
    try (Runs runs = Runs.open(file())) {
      Run run = runs.run(id);
      TrainingRun trained = Samples.trained(PLAN.learningRate(3e-4));
      assertEquals(PLAN.learningRate(3e-4), run.plan());
      assertEquals(trained.history(), run.history());
      assertEquals(Run.Status.DONE, run.status());
      assertEquals(2, run.bestEpoch());
      assertEquals(0.625, run.metric("validation", "loss"));
      assertEquals(split.train().fingerprint(), run.train());
      Evaluation direct = Evaluation.of(Samples.predictions(split.validation(), 2, 1));
      assertEquals(direct.auroc("bright"), run.evaluation("validation").auroc("bright"));
      assertEquals(direct.auroc("other"), run.evaluation("validation").auroc("other"));
      assertEquals(direct.meanAuroc(), run.metric("validation", "AUROC"));
      assertEquals(1, runs.figures(id).keySet().stream().filter("curves 1"::equals).count());
      assertArrayEquals(
          HexFormat.of().parseHex("89504e470d0a1a0a"),
          java.util.Arrays.copyOf(runs.figures(id).get("curves 1"), 8));
    }
  }

  @Test
  void theTableHasARowForEachRunAndCanBeSorted() {
    try (Runs runs = Runs.open(file())) {
      record(runs, "poor", PLAN, 0);
      record(runs, "good", PLAN.learningRate(0.01), 4);
      Table sorted = runs.table().sortDescendingOn("validation AUROC");
      assertEquals("good", sorted.stringColumn("name").get(0));
      assertEquals(0.01, sorted.doubleColumn("learning rate").get(0));
      Table asked = runs.query("SELECT max(loss) AS m FROM steps WHERE run = 1");
      assertEquals(1.5, asked.doubleColumn("m").get(0));
    }
  }

  @Test
  void aQueryCanChangeNothing() {
    try (Runs runs = Runs.open(file())) {
      record(runs, "first", PLAN, 1);
      String message =
          assertThrows(IllegalArgumentException.class, () -> runs.query("DELETE FROM runs"))
              .getMessage();
      assertTrue(message.contains("DELETE FROM runs"), message);
      assertEquals(List.of(1), runs.ids());
    }
  }

  @Test
  void twoRunsAreComparedFilmByFilm() {
    try (Runs runs = Runs.open(file())) {
      int one = record(runs, "one", PLAN, 4);
      int other = record(runs, "other", PLAN.learningRate(0.01), 0);
      RunComparison comparison = runs.compare(one, other);
      assertEquals(
          List.of(new RunComparison.Difference("learningRate", "0.001", "0.01")),
          comparison.settings());
      var direct =
          Evaluation.of(Samples.predictions(split.validation(), 4, 1))
              .compare(Evaluation.of(Samples.predictions(split.validation(), 0, 1)));
      assertEquals(direct, comparison.test().orElseThrow());
      assertTrue(comparison.figure().text().contains("learningRate"));
      int weighted = record(runs, "weighted", PLAN.loss(WeightedBce.of(split.train())), 4);
      assertEquals(
          List.of(
              new RunComparison.Difference(
                  "loss", "cross-entropy, unweighted", "cross-entropy, weighted by class")),
          runs.compare(one, weighted).settings());
    }
  }

  @Test
  void runsOnOtherFilmsHaveNoPairedTest() {
    try (Runs runs = Runs.open(file())) {
      int one = record(runs, "one", PLAN, 4);
      RunRecording other =
          runs.begin("other", Run.Kind.HEAD, Samples.LABELS, split, PLAN, Optional.of("b"));
      other.predictions("validation", Samples.predictions(split.test(), 4, 1));
      RunComparison comparison = runs.compare(one, other.id());
      assertTrue(comparison.test().isEmpty());
      assertTrue(comparison.figure().text().contains("no paired test"));
    }
  }

  @Test
  void theTestPartIsLookedAtOnce() {
    try (Runs runs = Runs.open(file())) {
      int id = record(runs, "one", PLAN, 4);
      List<String> looks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Evaluation evaluation =
            runs.test(
                id,
                split,
                () -> {
                  looks.add("look");
                  return Samples.predictions(split.test(), 1, looks.size());
                });
        assertEquals(
            Evaluation.of(Samples.predictions(split.test(), 1, 1)).auroc("bright"),
            evaluation.auroc("bright"));
      }
      assertEquals(1, looks.size());
      Split other = new Split(split.test(), split.validation(), split.train());
      assertThrows(IllegalArgumentException.class, () -> runs.test(id, other, () -> null));
    }
  }

  @Test
  void aMissingRunIsNamedWithThoseThatAreThere() {
    try (Runs runs = Runs.open(file())) {
      record(runs, "one", PLAN, 4);
      String message = assertThrows(IllegalArgumentException.class, () -> runs.run(5)).getMessage();
      assertEquals("There is no run 5 in " + file() + "; the runs are 1 to 1.", message);
    }
  }

  /** A program that records runs until it is killed, each in many small writes. */
  static final class Writer {
    private Writer() {}

    /** File, and how many runs. */
    public static void main(String[] arguments) {
      Split split = Samples.tableOnly(60);
      try (Runs runs = Runs.open(Path.of(arguments[0]))) {
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
          RunRecording recording =
              runs.begin(
                  arguments[2] + i,
                  Run.Kind.TRAINING,
                  Samples.LABELS,
                  split,
                  PLAN,
                  Optional.empty());
          recording.ended(Samples.trained(PLAN));
          recording.predictions("validation", Samples.predictions(split.validation(), 1, i));
          System.out.println("run " + recording.id());
        }
      }
    }
  }

  private Process writer(int runs, String name) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file().toString(),
            Integer.toString(runs),
            name)
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void twoProcessesWriteAtOnce() throws Exception {
    Process one = writer(12, "one-");
    Process other = writer(12, "other-");
    String first = new String(one.getInputStream().readAllBytes());
    String second = new String(other.getInputStream().readAllBytes());
    assertEquals(0, one.waitFor(), first);
    assertEquals(0, other.waitFor(), second);
    try (Runs runs = Runs.open(file())) {
      assertEquals(24, runs.ids().size());
      for (int id : runs.ids()) {
        assertEquals(Samples.trained(PLAN).history(), runs.run(id).history());
        assertEquals(split.validation().size(), runs.run(id).evaluation("validation").films());
      }
    }
  }

  @Test
  void aKilledWriterLeavesWholeRunsAndOneThatWasInterrupted() throws Exception {
    Process writer = writer(100_000, "killed-");
    try (var out = writer.inputReader()) {
      for (int i = 0; i < 5; i++) {
        assertTrue(out.readLine().startsWith("run "));
      }
      writer.destroyForcibly().waitFor();
    }
    try (Runs runs = Runs.open(file())) {
      List<Integer> ids = runs.ids();
      assertTrue(ids.size() >= 5, ids.toString());
      for (int id : ids.subList(0, 5)) {
        assertEquals(Samples.trained(PLAN).history(), runs.run(id).history());
      }
      assertFalse(
          runs.table().stringColumn("status").contains("running"),
          "what a dead process left is not running");
    }
  }

  /** Cut off at many places: the log of what was written last, and the file itself. */
  @Test
  void aFileThatWasCutOffOpens() throws Exception {
    try (Runs runs = Runs.open(file())) {
      for (int i = 0; i < 8; i++) {
        record(runs, "run " + i, PLAN, i);
      }
      Path log = folder.resolve("runs.db-wal");
      long length = Files.size(log);
      assertTrue(length > 100_000, "nothing is in the write-ahead log: " + length);
      for (int cut = 1; cut <= 7; cut++) {
        Path copy = folder.resolve("wal-cut-" + cut + ".db");
        Files.copy(file(), copy);
        Path copiedLog = folder.resolve(copy.getFileName() + "-wal");
        Files.copy(log, copiedLog);
        truncate(copiedLog, length * cut / 8 + 13);
        try (Runs cutOff = Runs.open(copy)) {
          assertTrue(cutOff.ids().size() <= 8);
          cutOff.ids().forEach(cutOff::run);
          assertEquals(cutOff.ids().size() + 1, record(cutOff, "next", PLAN, 1));
        }
        assertFalse(Files.exists(folder.resolve(copy.getFileName() + ".damaged-1")));
      }
    }
    long length = Files.size(file());
    for (int cut = 1; cut <= 7; cut++) {
      Path copy = folder.resolve("cut-" + cut + ".db");
      Files.copy(file(), copy);
      truncate(copy, length * cut / 8 + 13);
      try (Runs cutOff = Runs.open(copy)) {
        cutOff.ids().forEach(cutOff::run);
        int next = record(cutOff, "next", PLAN, 1);
        assertEquals(Samples.trained(PLAN).history(), cutOff.run(next).history());
      }
      assertTrue(Files.exists(folder.resolve(copy.getFileName() + ".damaged-1")));
    }
    // Nearly all of the file is there, and so are nearly all runs.
    try (Runs most = Runs.open(folder.resolve("cut-7.db"))) {
      assertTrue(most.ids().size() >= 5, "taken over: " + most.ids());
    }
  }

  private static void truncate(Path file, long length) throws java.io.IOException {
    try (var f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(length);
    }
  }

  @Test
  void whatIsNoDatabaseIsLeftAsItIs() throws Exception {
    String text = "this is no database, but a text of some length ".repeat(100);
    Files.writeString(file(), text);
    refused("is no SQLite file");
    assertEquals(text, Files.readString(file()));
    Files.delete(file());
    Files.createDirectory(file());
    refused("is a folder");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(60)
  void noPipeIsWaitedFor() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", file().toString()).start().waitFor());
    refused("is a pipe or a device");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE songs (title) | its tables are songs",
        "CREATE TABLE runs (distance, shoes) | its table runs has the columns distance, shoes",
        "CREATE VIEW runs AS SELECT 1 AS id | its table runs has the columns id",
        "CREATE TABLE metrics (a) | its table metrics has the columns a",
      })
  void theFileOfAnotherProgramIsLeftAsItIs(String made, String why) throws Exception {
    try (Database other = Database.connect(file(), List.of())) {
      other.update(made);
    }
    byte[] before = Files.readAllBytes(file());
    refused("is of another program: " + why);
    assertArrayEquals(before, Files.readAllBytes(file()));
    assertFalse(Files.exists(folder.resolve("runs.db.damaged-1")));
  }

  private void refused(String why) {
    String said = assertThrows(RunsFileException.class, () -> Runs.open(file())).getMessage();
    assertEquals(
        "The file "
            + file()
            + " "
            + why
            + ". Name another file, or move this one away; nothing in it was changed.",
        said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "labels | [\"bright\"",
        "labels | 7",
        "plan | no JSON",
        "plan | {\"epochs\": -1}",
        "kind | WALK",
        "status | ",
      })
  void aRunThatAnotherProgramChangedIsNamed(String column, String value) throws Exception {
    try (Runs runs = Runs.open(file())) {
      int whole = record(runs, "one", PLAN, 1);
      int changed = record(runs, "other", PLAN, 1);
      runs.database()
          .update(
              "UPDATE runs SET " + column + " = ? WHERE id = ?",
              value == null ? "" : value,
              changed);
      String said = assertThrows(RunsFileException.class, () -> runs.run(changed)).getMessage();
      assertTrue(said.startsWith("Run " + changed + " in " + file() + " can't be read"), said);
      assertEquals(2, runs.table().rowCount());
      assertEquals("one", runs.run(whole).name());
    }
  }

  @Test
  void csvHoldsWhatIsKept() throws Exception {
    try (Runs runs = Runs.open(file())) {
      int id = record(runs, "one", PLAN, 4);
      record(runs, "other", PLAN, 4);
      runs.exportCsv(folder.resolve("csv"), List.of(id));
      List<String> steps = Files.readAllLines(folder.resolve("csv/steps.csv"));
      assertEquals("run,step,loss,learning_rate,seconds", steps.get(0));
      assertEquals("1,1,1.5,0.001,0.25", steps.get(1));
      assertEquals(7, steps.size());
      assertEquals(2, Files.readAllLines(folder.resolve("csv/runs.csv")).size());
      assertEquals(21, Files.readAllLines(folder.resolve("csv/predictions.csv")).size());
    }
  }
}
