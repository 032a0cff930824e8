package org.cxrlab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.data.Film;
import org.cxrlab.data.FilmDetails;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.UncertainLabels;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Runs;
import org.cxrlab.split.Split;
import org.cxrlab.train.StartingNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to another process that runs trials. */
class SweepJobTest {
  private static final Labels LABELS = Labels.of("A", "B");

  @TempDir Path folder;

  private static Films films(int from, Set<String> uncertain) {
    List<Film> films = new ArrayList<>();
    for (int i = from; i < from + 3; i++) {
      films.add(
          new Film(
              i + ".png",
              Path.of(i + ".png").toAbsolutePath(),
              "p" + i,
              LABELS,
              List.of(uncertain.isEmpty() ? 1f : Float.NaN, 0f),
              List.of(),
              "",
              Double.NaN,
              "",
              new FilmDetails("", "", uncertain, Set.of())));
    }
    return new Films("films", LABELS, films);
  }

  @Test
  void filmsArriveWithTheirValuesAndWhatWasDecided() {
    var smoothed = UncertainLabels.smoothed(0.55, 0.85);
    var split =
        new Split(
            films(0, Set.of("A")).uncertain(smoothed),
            films(3, Set.of("A")).uncertain(UncertainLabels.unknown()),
            films(6, Set.of()));
    try (Runs runs = Runs.open(folder.resolve("runs.db"))) {
      Sweep sweep =
          Sweep.random(SearchSpace.empty().log("learningRate", 1e-4, 1e-2), 2)
              .plan(TrainingPlan.defaults());
      var job =
          SweepWorker.Job.of(
              runs,
              sweep,
              new StartingNetwork(Optional.empty()),
              new NetworkTrialModel("network", plan -> null, split));
      Split arrived = SweepWorker.Job.fromJson(job.toJson()).split();
      assertEquals(split.train().fingerprint(), arrived.train().fingerprint());
      assertEquals(split.validation().fingerprint(), arrived.validation().fingerprint());
      assertEquals(split.test().list(), arrived.test().list());
      assertEquals(smoothed, arrived.train().uncertain());
      assertEquals(
          split.train().positives().openLabels(), arrived.train().positives().openLabels());
      assertEquals(
          "3 uncertain labels taken as unknown.", arrived.validation().positives().openLabels());
    }
  }
}
