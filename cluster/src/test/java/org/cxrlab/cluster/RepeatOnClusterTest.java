package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.remote.Cluster;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.cxrlab.train.Checkpoints;
import org.cxrlab.train.Repeat;
import org.cxrlab.train.Repetitions;
import org.cxrlab.train.Training;
import org.cxrlab.train.TrainingFailure;
import org.cxrlab.train.TrainingRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Experiments whose trainings are done on a cluster: they measure what they measure here. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class RepeatOnClusterTest {
  // Small enough for a training to take one thread, wherever it is done.
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).stepsPerEpoch(3);

  @TempDir static Path folder;

  private static Films films;

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("cxrlab.launcher", DriverScript.write(folder).toString());
    System.setProperty("cxrlab.data", folder.resolve("data").toString());
    films = Phantoms.of(60).size(64).films();
  }

  @AfterAll
  static void forget() {
    System.clearProperty("cxrlab.launcher");
    System.clearProperty("cxrlab.data");
  }

  /** Two trainings a seed, the second of the model that the first has left, by another plan. */
  private static void experiment(
      long seed, Repeat.Notes note, Map<Long, String> notes, boolean checkpoints) {
    Split split = PatientSplit.of(films).seed(seed).split();
    try (ChestModel model = SmallDenseNet.create(films.labels(), seed)) {
      for (String way : List.of("first", "then")) {
        TrainingPlan plan = PLAN.seed(seed).learningRate(way.equals("first") ? 1e-3 : 1e-4);
        Path kept = folder.resolve("kept/" + seed + way);
        TrainingRun run =
            checkpoints
                ? Training.run(model, split, plan, Checkpoints.in(kept).everySteps(2))
                : Training.run(model, split, plan);
        note.down(way, "loss", run.history().steps().get(5).loss());
        note.down(way, "best epoch", run.bestEpoch());
      }
      var test = Evaluation.of(model, split.test());
      films.labels().names().forEach(label -> note.down("both", label, test.auroc(label)));
      notes.put(
          seed,
          model.fingerprint()
              + model.notes().get("plan")
              + model.preprocessing()
              + model.trainable());
    }
  }

  @Test
  void figuresAndModelsAreThoseOfAnExperimentHereBitForBit() {
    Map<Long, String> here = Collections.synchronizedMap(new TreeMap<>());
    Map<Long, String> there = Collections.synchronizedMap(new TreeMap<>());
    Repetitions expected =
        Repeat.seeds(1, 2, 3).run((seed, note) -> experiment(seed, note, here, false));
    Repetitions runs =
        Repeat.seeds(1, 2, 3)
            .on(Cluster.local(2))
            .run((seed, note) -> experiment(seed, note, there, true));
    assertEquals(expected, runs);
    assertEquals(here, there);
    assertTrue(Files.isDirectory(folder.resolve("kept/3first")), "checkpoints were written");
  }

  @Test
  void aTrainingThatFailsIsTheSameFailure() {
    var e =
        assertThrows(
            TrainingFailure.class,
            () ->
                Repeat.seeds(1)
                    .on(Cluster.local(1))
                    .run(
                        (seed, note) -> {
                          Split split = PatientSplit.of(films).seed(seed).split();
                          try (ChestModel model = SmallDenseNet.create(films.labels(), seed)) {
                            Training.run(model, split, PLAN.learningRate(1e30));
                          }
                        }));
    assertTrue(e.getMessage().contains("step"), e.getMessage());
  }
}
