package org.cxrlab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cxrlab.data.Film;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmsListener;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.sweep.SearchSpace;
import org.cxrlab.sweep.Sweep;
import org.cxrlab.sweep.SweepListener;
import org.cxrlab.sweep.SweepResult;
import org.cxrlab.sweep.Trial;
import org.cxrlab.train.LeftOutFilm;
import org.cxrlab.train.TinyFilms;
import org.cxrlab.train.TrainingListener;
import org.cxrlab.train.UnreadableFilms;
import org.cxrlab.train.UnreadableFilmsFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableFilmsInRunsTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.defaults().imageSize(32).batchSize(4).epochs(2).seed(7);

  @TempDir Path pictures;
  @TempDir Path folder;
  private Split split;
  private Film training;
  private Film validation;

  @BeforeEach
  void damage() throws IOException {
    Split both = TinyFilms.split(pictures, 24);
    split =
        new Split(
            both.train(),
            both.validation().at(0, 1, 2, 3, 4, 5),
            both.validation().at(6, 7, 8, 9, 10, 11));
    training = split.train().get(4);
    validation = split.validation().get(1);
    cutShort(training);
    // Its head and its end are those of a whole film.
    byte[] bytes = Files.readAllBytes(validation.path());
    Arrays.fill(bytes, bytes.length / 3, bytes.length - 20, (byte) 0x5A);
    Files.write(validation.path(), bytes);
  }

  private static void cutShort(Film film) throws IOException {
    byte[] bytes = Files.readAllBytes(film.path());
    Files.write(film.path(), Arrays.copyOf(bytes, bytes.length / 2));
  }

  private ChestModel model() {
    ChestModel model = SmallDenseNet.create(split.train().labels(), 3);
    model.setImageSize(32);
    return model;
  }

  private static List<String> names(List<LeftOutFilm> films) {
    return films.stream().map(LeftOutFilm::image).toList();
  }

  @Test
  void aRunIsKeptWithTheFilmsLeftOutAndThePredictionsOfTheOthers() {
    try (Runs runs = Runs.open(folder.resolve("runs.db"));
        ChestModel model = model()) {
      Run run = runs.train("night", model, split, PLAN, new TrainingListener() {});
      assertEquals(Run.Status.DONE, run.status());
      List<LeftOutFilm> left = runs.run(run.id()).history().leftOut();
      assertEquals(List.of(training.image(), validation.image()), names(left));
      assertEquals("is cut short or damaged", left.get(0).reason());
      String count = "SELECT count(*) AS films FROM predictions WHERE part = 'validation'";
      assertEquals(5, ((Number) runs.query(count).column("films").get(0)).intValue());
    }
  }

  @Test
  void headsLearnFromTheFilmsThatCanBeReadAndTheirRunNamesTheOthers() throws IOException {
    Path cache = folder.resolve("features.db");
    try (ChestModel model = model();
        Runs runs = Runs.open(folder.resolve("runs.db"))) {
      Features features = Features.of(model, split, cache, FilmsListener.NONE);
      assertEquals(List.of(training.image(), validation.image()), names(features.leftOut()));
      assertEquals(11, features.train().films().size());
      assertEquals(5, features.validation().films().size());
      Run run = runs.train("heads", features, PLAN);
      assertEquals(List.of(training.image(), validation.image()), names(run.history().leftOut()));
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  Features.of(
                      model, split, UnreadableFilms.leaveOut(1), cache, FilmsListener.NONE));
      assertTrue(e.getMessage().startsWith("2 films can't be read and at most 1"), e.getMessage());
      assertTrue(e.getMessage().contains(validation.image()), e.getMessage());
    }
  }

  @Test
  void aSweepGoesOnWithoutTheFilmsAndWhereTheyAreTooManyTheTrialIsLeftToBeDone()
      throws IOException {
    Sweep sweep =
        Sweep.grid(SearchSpace.empty().choice("learningRate", 1e-3, 1e-4)).plan(PLAN.epochs(1));
    try (Runs runs = Runs.open(folder.resolve("runs.db"))) {
      SweepResult result = run(sweep, runs);
      assertTrue(result.isComplete());
      assertTrue(result.trials().stream().allMatch(t -> t.status() == Trial.Status.DONE));
    }
    for (int i = 5; i < 9; i++) {
      cutShort(split.train().get(i));
    }
    try (Runs runs = Runs.open(folder.resolve("other.db"))) {
      var e = assertThrows(UnreadableFilmsFailure.class, () -> run(sweep, runs));
      assertTrue(e.getMessage().contains("5 films can't be read"), e.getMessage());
      assertTrue(
          runs.ids().stream().allMatch(id -> runs.run(id).status() == Run.Status.FAILED),
          "named in the run");
    }
  }

  private SweepResult run(Sweep sweep, Runs runs) {
    return sweep.run(
        runs,
        split,
        "small",
        plan -> SmallDenseNet.create(split.train().labels(), plan.seed()),
        new SweepListener() {});
  }
}
