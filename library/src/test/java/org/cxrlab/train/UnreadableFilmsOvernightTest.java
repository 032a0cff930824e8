package org.cxrlab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.model.WeightCopy;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.PatientSplit;
import org.cxrlab.split.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred films, of which one is cut short before a training and one during its epoch 2. */
@Tag("slow")
class UnreadableFilmsOvernightTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(64).batchSize(16).epochs(2).seed(7);

  @TempDir Path folder;
  private final DamagedFilms damaged = new DamagedFilms();
  private Split split;
  private Film before;
  private Film during;

  /** Pictures and a table, as anybody has them in a folder. */
  @BeforeEach
  void copyPhantoms() throws IOException {
    Films phantoms = Phantoms.of(200).size(64).films().onlyLabels("Cardiomegaly", "Effusion");
    var table = new StringBuilder("Image,Cardiomegaly,Effusion,PatientId\n");
    for (Film film : phantoms) {
      Files.copy(film.path(), folder.resolve(film.image()));
      String values =
          film.values().stream()
              .map(v -> Integer.toString(v.intValue()))
              .collect(Collectors.joining(","));
      table.append(film.image() + "," + values + "," + film.patient() + "\n");
    }
    Files.writeString(folder.resolve("films.csv"), table);
    Films films = Films.course(folder.resolve("films.csv"), folder);
    split = PatientSplit.of(films).ratios(0.7, 0.15, 0.15).seed(1).split();
    int[] second = PLAN.resampling().sampler(split.train(), PLAN.seed()).indices(1);
    // Shown late in epoch 2, and of a whole batch.
    during = split.train().get(second[steps() * PLAN.batchSize() - 1]);
    before = split.train().get(second[3]);
  }

  private int steps() {
    return split.train().size() / PLAN.batchSize();
  }

  private TrainingListener cutsShortInEpoch2(WeightCopy[] best, ChestModel model) {
    return new TrainingListener() {
      @Override
      public void onEpoch(TrainingProgress progress) {
        best[0] = best[0] == null ? model.copyWeights() : best[0];
      }

      @Override
      public void onStep(TrainingProgress progress) {
        if (progress.step() == steps() + 1) {
          damaged.cutShort(during);
        }
      }
    };
  }

  private ChestModel model() {
    return SmallDenseNet.create(split.train().labels(), 3);
  }

  private WeightCopy undisturbed() {
    try (ChestModel model = model()) {
      Training.run(model, split, PLAN, new TrainingControl());
      return model.copyWeights();
    }
  }

  private static List<String> names(TrainingRun run) {
    return run.history().leftOut().stream().map(LeftOutFilm::image).toList();
  }

  private TrainingRun goOn(Checkpoints checkpoints, WeightCopy asIf) {
    try (ChestModel model = model()) {
      TrainingRun run = Training.run(model, split, PLAN, checkpoints, new TrainingControl());
      assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
      assertTrue(asIf.sameAs(model.copyWeights()));
      return run;
    }
  }

  @Test
  void theTrainingEndsWellAndNamesBoth() {
    damaged.cutShort(before);
    try (ChestModel model = model()) {
      var listener = cutsShortInEpoch2(new WeightCopy[1], model);
      var control = new TrainingControl();
      TrainingRun run = Training.run(model, split, PLAN, control, listener);
      System.out.println(run.summary());
      assertEquals(TrainingRun.Ending.COMPLETED, run.ending());
      assertEquals(List.of(before.image(), during.image()), names(run));
      assertEquals(0, run.history().leftOut().get(0).step());
      assertEquals(2 * steps() - 1, run.history().leftOut().get(1).step());
      assertTrue(run.summary().contains(before.image()), run.summary());
      assertTrue(run.summary().contains(during.image()), run.summary());
    }
  }

  @Test
  void withALimitOf0ItStopsWithTheBestWeightsAndGoesOnOnceTheFilmsAreMended() {
    final WeightCopy asIf = undisturbed();
    Checkpoints checkpoints =
        Checkpoints.in(folder.resolve("checkpoints")).unreadable(UnreadableFilms.stop());
    damaged.cutShort(before);
    try (ChestModel model = model()) {
      var e = stops(model, checkpoints, new TrainingListener() {});
      assertEquals(1, e.step());
      assertEquals(before.image(), e.films().get(0).image());
    }
    damaged.mend();
    stopsInEpoch2(checkpoints);
    damaged.mend();
    assertEquals(List.of(), goOn(checkpoints, asIf).history().leftOut());
  }

  @Test
  void withALimitOf1TheFirstStaysOutAndTheSecondTakesPartOnceBothAreMended() {
    damaged.cutShort(before);
    final WeightCopy asIf = undisturbed();
    Checkpoints checkpoints =
        Checkpoints.in(folder.resolve("checkpoints")).unreadable(UnreadableFilms.leaveOut(1));
    stopsInEpoch2(checkpoints);
    damaged.mend();
    assertEquals(List.of(before.image()), names(goOn(checkpoints, asIf)));
  }

  private void stopsInEpoch2(Checkpoints checkpoints) {
    try (ChestModel model = model()) {
      var best = new WeightCopy[1];
      var e = stops(model, checkpoints, cutsShortInEpoch2(best, model));
      assertEquals(during.image(), e.films().get(0).image());
      assertEquals(2 * steps(), e.step());
      assertEquals(1, e.run().bestEpoch());
      assertTrue(best[0].sameAs(model.copyWeights()));
      assertTrue(Files.exists(e.lastGoodCheckpoint().orElseThrow()));
    }
  }

  private UnreadableFilmsFailure stops(
      ChestModel model, Checkpoints checkpoints, TrainingListener listener) {
    var control = new TrainingControl();
    var e =
        assertThrows(
            UnreadableFilmsFailure.class,
            () -> Training.run(model, split, PLAN, checkpoints, control, listener));
    System.out.println(e.getMessage());
    return e;
  }
}
