package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.Fault;
import org.cxrlab.Sha256;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.disk.Faults;
import org.cxrlab.disk.FaultyDisk;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.figure.Charts;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Run;
import org.cxrlab.run.RunRecording;
import org.cxrlab.run.Runs;
import org.cxrlab.run.Samples;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What commands and cells write, each on disks that fail at each call in turn. */
class OutputsUnderFaultsTest {
  /** The call by which a table's header is written, after its file was opened. */
  private static final int HEADER = 1;

  private static final Labels LABELS = Labels.of("Mass", "Edema");

  @TempDir Path scratch;

  /** An output in two states that differ. */
  private enum Output {
    CHART_SVG {
      @Override
      void write(boolean next, Path folder) {
        Charts.lines(next ? "New" : "Old", "x", "y")
            .line("a", new double[] {0, 1}, new double[] {0, 1})
            .build()
            .save(folder.resolve("chart.svg"));
      }
    },
    CHART_PNG {
      @Override
      void write(boolean next, Path folder) {
        Charts.lines(next ? "New" : "Old", "x", "y")
            .line("a", new double[] {0, 1}, new double[] {0, 1})
            .build()
            .save(folder.resolve("chart.png"));
      }
    },
    SAFETENSORS {
      @Override
      void write(boolean next, Path folder) {
        try (ChestModel model = SmallDenseNet.create(LABELS, next ? 2 : 1)) {
          model.exportSafetensors(folder.resolve("weights.safetensors"));
        }
      }
    },
    ONNX {
      @Override
      void write(boolean next, Path folder) {
        try (ChestModel model = SmallDenseNet.create(LABELS, next ? 2 : 1)) {
          model.exportOnnx(folder.resolve("model.onnx"));
        }
      }
    },
    EVALUATION {
      @Override
      void write(boolean next, Path folder) {
        Split films = Samples.tableOnly(60);
        Evaluation evaluation = Evaluation.of(Samples.predictions(films.test(), next ? 3 : 1, 1));
        new EvaluationFolder(evaluation, Path.of("p.csv"), Path.of("l.csv")).write(folder);
      }
    },
    KEY {
      @Override
      void write(boolean next, Path folder) {
        if (next) {
          PseudonymKey.draw(folder.resolve("key")).fingerprint();
        }
      }

      @Override
      Object read(Path folder) {
        // Drawn by chance: whole, or not there.
        return Files.exists(folder.resolve("key"))
            ? PseudonymKey.open(folder.resolve("key")).fingerprint().length()
            : "none";
      }
    };

    abstract void write(boolean next, Path folder);

    Object read(Path folder) throws IOException {
      Map<String, String> digests = new TreeMap<>();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (!file.toString().endsWith(".part")) {
            String digest =
                new Sha256().add(new ByteArrayInputStream(Files.readAllBytes(file))).digits();
            digests.put(folder.relativize(file).toString(), digest);
          }
        }
      }
      return digests;
    }
  }

  /** An evaluation is several files: each of them is old or new. */
  @ParameterizedTest
  @EnumSource
  void eachIsOldOrNewAndTheSameCommandEndsWellAgain(Output output) throws IOException {
    if (output == Output.EVALUATION) {
      eachFileIsOldOrNew(output);
      return;
    }
    Faults.survive(
        there -> output.write(false, there),
        there -> output.write(true, there),
        output::read,
        scratch);
  }

  private void eachFileIsOldOrNew(Output output) throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("whole"));
    output.write(false, folder);
    Map<?, ?> before = (Map<?, ?>) output.read(folder);
    output.write(true, folder);
    Map<?, ?> after = (Map<?, ?>) output.read(folder);
    for (FaultyDisk.Fault fault : List.of(FaultyDisk.Fault.FULL, FaultyDisk.Fault.KILLED)) {
      boolean reached = true;
      for (int at = 0; reached; at++) {
        output.write(false, folder);
        var disk = new FaultyDisk(fault, at);
        try {
          output.write(true, disk.path(folder));
        } catch (FaultyDisk.Killed e) {
          assertEquals(FaultyDisk.Fault.KILLED, fault);
        } catch (RuntimeException e) {
          assertEquals(Fault.Whose.ASKER, Fault.of(e).whose(), e::toString);
        }
        Map<?, ?> now = (Map<?, ?>) output.read(folder);
        assertEquals(before.keySet(), now.keySet());
        now.forEach(
            (file, digest) ->
                assertTrue(
                    digest.equals(before.get(file)) || digest.equals(after.get(file)),
                    () -> file + " is neither old nor new"));
        reached = disk.calls() > at;
      }
    }
  }

  @Test
  void exportsOfRunsToo() throws IOException {
    Path file = scratch.resolve("runs.db");
    TrainingPlan plan = TrainingPlan.defaults();
    Split split = Samples.tableOnly(30);
    try (Runs runs = Runs.open(file)) {
      RunRecording run =
          runs.begin("run", Run.Kind.TRAINING, Samples.LABELS, split, plan, Optional.empty());
      run.ended(Samples.trained(plan));
      Path folder = Files.createDirectory(scratch.resolve("faults"));
      for (boolean csv : new boolean[] {true, false}) {
        Faults.survive(
            there -> {},
            there -> {
              if (csv) {
                runs.exportCsv(there, List.of(run.id()));
              } else {
                runs.exportTensorBoard(there, List.of(run.id()));
              }
            },
            // Of the four tables some may be there and others not yet; each is whole.
            there -> csv ? "" : Output.CHART_SVG.read(there),
            Files.createDirectory(folder.resolve(csv ? "csv" : "events")));
      }
    }
  }

  /** A table of predictions grows: what fails leaves whole rows, and the same command the rest. */
  @Test
  void predictionsGoOnToTheSameBytesFromEveryFault() throws IOException {
    List<Film> list =
        IntStream.range(0, 6)
            .mapToObj(i -> Film.of(i + ".png", Path.of(i + ".png"), "p", Labels.of(), List.of()))
            .toList();
    Films films = new Films("films", Labels.of(), list);
    Path whole = scratch.resolve("whole.csv");
    score(whole, films);
    String expected = Files.readString(whole);
    Map<FaultyDisk.Fault, Integer> tried = new EnumMap<>(FaultyDisk.Fault.class);
    for (FaultyDisk.Fault fault :
        List.of(
            FaultyDisk.Fault.FULL,
            FaultyDisk.Fault.DENIED,
            FaultyDisk.Fault.TORN,
            FaultyDisk.Fault.KILLED)) {
      boolean reached = true;
      for (int at = 0; reached; at++) {
        Path file = scratch.resolve(fault + "-" + at + ".csv");
        var disk = new FaultyDisk(fault, at);
        try {
          score(disk.path(file), films);
        } catch (FaultyDisk.Killed e) {
          assertEquals(FaultyDisk.Fault.KILLED, fault);
        } catch (RuntimeException e) {
          assertEquals(Fault.Whose.ASKER, Fault.of(e).whose(), e::toString);
        }
        if (Files.exists(file)) {
          String left = Files.readString(file);
          assertTrue(expected.startsWith(left), () -> fault + " leaves " + left);
        }
        if (fault == FaultyDisk.Fault.FULL && at == HEADER) {
          assertFalse(Files.exists(file), "a table without its header");
        }
        score(file, films);
        assertEquals(expected, Files.readString(file), fault + " at call " + at);
        reached = disk.calls() > at;
        tried.put(fault, at);
      }
    }
    assertTrue(tried.values().stream().allMatch(n -> n >= list.size()), tried::toString);
  }

  private static void score(Path file, Films films) {
    try (PredictionFile open =
        PredictionFile.open(file, LABELS, films, PredictionFile.Reasons.NO)) {
      for (Film film : films) {
        if (!open.kept().containsKey(film.image())) {
          int number = film.image().charAt(0) - '0';
          open.add(film, new float[] {number / 7f, 0.5f});
        }
      }
    }
  }

  @Test
  void whoScoresIntoATableThatAnotherWritesIsRefused() throws IOException {
    Films none = new Films("films", Labels.of(), new ArrayList<>());
    Path file = scratch.resolve("p.csv");
    try (PredictionFile open = PredictionFile.open(file, LABELS, none, PredictionFile.Reasons.NO)) {
      assertEquals(Map.of(), open.kept());
      for (int i = 0; i < 2; i++) {
        var e =
            assertThrows(
                IllegalArgumentException.class,
                () -> PredictionFile.open(file, LABELS, none, PredictionFile.Reasons.NO));
        assertTrue(e.getMessage().contains("is being written by another command"), e.getMessage());
      }
    }
    PredictionFile.open(file, LABELS, none, PredictionFile.Reasons.NO).close();
  }
}
