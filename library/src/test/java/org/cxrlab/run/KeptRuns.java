package org.cxrlab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cxrlab.plan.TrainingPlan;

/** Files of runs, for tests elsewhere. */
public final class KeptRuns {
  /** What may stand in one, or in a text that changes a whole one. */
  public static final List<String> WORDS =
      List.of(
          "runs.labels=",
          "runs.plan=",
          "runs.kind=",
          "runs.status=RUNNING",
          "runs.model_path=",
          "runs.started=",
          "epochs.auroc=[",
          "predictions.truth=[",
          "predictions.probabilities=",
          "heads.weight=",
          "left_out.last_of=",
          "figures.name=../",
          "CREATE TABLE",
          "SQLite format 3",
          "null",
          "NaN",
          "[]");

  private static byte[] whole;

  private KeptRuns() {}

  /** A whole one, and texts that change it. */
  public static Map<String, byte[]> seeds(Path folder) throws IOException {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put("whole", whole());
    seeds.put("cells", text("runs.name=a\nruns.labels=[\"bright\",\"other\"]\n"));
    seeds.put("numbers", text("epochs.auroc=[0.5,null]\npredictions.truth=[0,1]\n"));
    return seeds;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static synchronized byte[] whole() throws IOException {
    if (whole == null) {
      Path folder = Files.createTempDirectory("runs");
      Path file = folder.resolve("runs.db");
      var split = Samples.tableOnly(12);
      var plan = TrainingPlan.defaults().epochs(2);
      try (Runs runs = Runs.open(file)) {
        RunRecording recording =
            runs.begin("a", Run.Kind.HEAD, Samples.LABELS, split, plan, Optional.of("b"));
        recording.predictions("validation", Samples.predictions(split.validation(), 1, 1));
        recording.keep(Samples.trained(plan));
        recording.end(Samples.trained(plan));
      }
      whole = Files.readAllBytes(file);
    }
    return whole;
  }

  /** A whole file changed as lines of text say, such as {@code runs.name=a}; else the same. */
  public static byte[] around(byte[] lines) {
    String text = new String(lines, StandardCharsets.UTF_8);
    if (!text.matches("(?s)[a-z_]+\\.[a-z_]+=.*")) {
      return lines;
    }
    try {
      Path file = Files.write(Files.createTempFile("changed", ".db"), whole());
      try (Database database = Database.connect(file)) {
        for (String line : text.split("\n")) {
          change(database, line);
        }
      }
      byte[] changed = Files.readAllBytes(file);
      Files.delete(file);
      return changed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void change(Database database, String line) {
    if (line.matches("[a-z_]+\\.[a-z_]+=.*")) {
      String[] place = line.substring(0, line.indexOf('=')).split("\\.");
      try {
        database.update(
            "UPDATE " + place[0] + " SET " + place[1] + " = ?",
            line.substring(line.indexOf('=') + 1));
      } catch (RunsFileException e) {
        // There is no such place, or it can't hold that; the file stays as it was.
      }
    }
  }

  /** Reads all that is kept, and holds that the file is in order afterwards. */
  public static void read(Path file) {
    try (Runs runs = Runs.open(file)) {
      runs.figure();
      runs.table();
      for (int id : runs.ids()) {
        Run run = runs.run(id);
        assertTrue(run.labels().size() > 0, "no labels");
        run.figure();
        runs.figures(id);
      }
    }
    assertEquals(false, DamagedFile.isDamaged(file), "damaged afterwards");
  }
}
