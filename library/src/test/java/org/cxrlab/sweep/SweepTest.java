package org.cxrlab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.run.Features;
import org.cxrlab.run.Run;
import org.cxrlab.run.Runs;
import org.cxrlab.run.Samples;
import org.cxrlab.split.Split;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.HeadTraining;
import org.cxrlab.train.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class SweepTest {
  private static final SearchSpace SPACE =
      SearchSpace.empty()
          .log("learningRate", 1e-4, 1e-1)
          .choice("loss", "unweighted", "weighted")
          .choice("weightDecay", 0, 1e-3);
  private static final TrainingPlan PLAN = TrainingPlan.defaults().epochs(4).batchSize(8).seed(5);
  private static final SweepListener QUIET = new SweepListener() {};

  @TempDir Path folder;

  private final Features features = features();

  private Path file() {
    return folder.resolve("runs.db");
  }

  private static Features features() {
    Split split = Samples.tableOnly(240);
    return new Features(
        "a backbone",
        split,
        Samples.features(split.train()),
        Samples.features(split.validation()),
        Samples.features(split.test()));
  }

  private static Sweep random(int trials) {
    return Sweep.random(SPACE, trials).plan(PLAN).seed(3);
  }

  @Test
  void aGridHasEveryCombination() {
    List<List<String>> all = Sweep.grid(SPACE).points(3).combinations();
    assertEquals(12, all.size());
    assertEquals(12, new HashSet<>(all).size());
    assertEquals(List.of("1e-4", "unweighted", "0"), all.get(0));
    // The middle of a logarithmic range is the geometric mean of its ends.
    assertEquals(List.of("0.00316", "weighted", "0.001"), all.get(7));
    assertEquals(List.of("0.1", "weighted", "0.001"), all.get(11));
  }

  @Test
  void chanceIsThatOfTheSeed() {
    assertEquals(random(20).combinations(), random(20).combinations());
    assertEquals(random(20).combinations().subList(0, 5), random(5).combinations());
    assertFalse(random(20).combinations().equals(random(20).seed(4).combinations()));
    assertEquals(20, new HashSet<>(random(20).combinations()).size());
    SearchSpace few = SearchSpace.empty().choice("seed", 1, 2, 3);
    assertEquals(3, Sweep.random(few, 50).combinations().size(), "there are no more");
    List<List<String>> whole =
        Sweep.random(SearchSpace.empty().linear("seed", 1, 4), 50).combinations();
    assertEquals(
        Set.of("1", "2", "3", "4"), new HashSet<>(whole.stream().map(v -> v.get(0)).toList()));
  }

  @Test
  void eachTrialIsTheTrainingThatItsPlanSays() {
    try (Runs runs = Runs.open(file())) {
      SweepResult result = random(6).run(runs, features, QUIET);
      assertTrue(result.isComplete());
      assertEquals(6, result.trials().size());
      for (Trial trial : result.trials()) {
        Run run = runs.run(trial.run());
        HeadTraining.Result alone = HeadTraining.run(features, run.plan());
        assertEquals(Double.parseDouble(trial.values().get(0)), run.plan().learningRate());
        assertEquals(
            trial.values().get(1).equals("weighted"), run.plan().loss().weights().isPresent());
        assertEquals(alone.head(), runs.head(trial.run()));
        int best = alone.run().bestEpoch() - 1;
        assertEquals(alone.run().history().epochs().get(best).meanAuroc(), trial.score());
        assertEquals(run.metric("validation", "AUROC"), trial.score(), 1e-9);
      }
      double highest = result.trials().stream().mapToDouble(Trial::score).max().orElseThrow();
      assertEquals(highest, result.best().score());
    }
  }

  @Test
  void whatIsDoneIsNotDoneAgain() {
    List<Integer> first;
    try (Runs runs = Runs.open(file())) {
      random(5).run(runs, features, QUIET);
      first = runs.ids();
      assertEquals(5, first.size());
      SweepResult again = random(5).run(runs, features, QUIET);
      assertTrue(again.isComplete());
      // More of the same draw begins with what is there, whatever the sweep is called.
      SweepResult more = random(8).named("more").run(runs, features, QUIET);
      assertEquals(8, runs.ids().size());
      assertEquals(again.trials(), more.trials().subList(0, 5));
      // Other features are other trials.
      Features others =
          new Features(
              "another backbone",
              features.split(),
              features.train(),
              features.validation(),
              features.test());
      random(5).run(runs, others, QUIET);
      assertEquals(13, runs.ids().size());
    }
  }

  @Test
  void stoppingKeepsWhatIsDone() {
    try (Runs runs = Runs.open(file())) {
      SweepListener stopping =
          new SweepListener() {
            @Override
            public void onTrial(SweepResult soFar, Trial last) {
              StopSignal.request();
            }
          };
      SweepResult stopped = random(30).run(runs, features, stopping);
      long over = stopped.trials().stream().filter(Trial::isOver).count();
      assertTrue(over >= 1 && over < 30, "over: " + over);
      assertFalse(stopped.isComplete());
      assertTrue(stopped.trials().stream().noneMatch(t -> t.status() == Trial.Status.RUNNING));
      SweepResult whole = random(30).run(runs, features, QUIET);
      assertTrue(whole.isComplete());
      assertEquals(30, done(runs));
    }
  }

  private static int done(Runs runs) {
    return runs
        .query(
            "SELECT count(*) AS n, count(DISTINCT plan) AS plans FROM runs WHERE status = 'DONE'")
        .stream()
        .peek(row -> assertEquals(row.getLong("n"), row.getLong("plans"), "a plan was run twice"))
        .mapToInt(row -> (int) row.getLong("n"))
        .sum();
  }

  @Test
  void trialsThatNothingCanBeSaidOfAreNotCalledBestAndAreWrittenAllTheSame() throws IOException {
    Split all = Samples.tableOnly(60);
    Split split = new Split(all.train(), all.validation().first(1), all.test());
    var one =
        new Features(
            "a backbone",
            split,
            Samples.features(split.train()),
            Samples.features(split.validation()),
            Samples.features(split.test()));
    try (Runs runs = Runs.open(file())) {
      SweepResult result = random(2).run(runs, one, QUIET);
      assertEquals(
          "2 of 2 trials are over. None has a mean AUROC: no label has films of both kinds to"
              + " validate on.",
          result.summary());
      assertTrue(result.line(result.best()).endsWith(": no AUROC"), result.line(result.best()));
      result.save(folder);
      assertEquals(2, Table.read().csv(folder.resolve("trials.csv").toFile()).rowCount());
      assertFalse(Files.exists(folder.resolve("parallel.svg")), "there is nothing to draw");
    }
  }

  @Test
  void aPlanThatLeadsNowhereIsAResult() {
    SearchSpace space = SearchSpace.empty().choice("learningRate", 0.01, 1e38);
    try (Runs runs = Runs.open(file())) {
      SweepResult result = Sweep.grid(space).plan(PLAN).run(runs, features, QUIET);
      assertTrue(result.isComplete());
      Trial failed = result.ranked().get(1);
      assertEquals(Trial.Status.FAILED, failed.status());
      assertTrue(
          failed
              .message()
              .matches("No number came of step \\d+: the learning rate of 1.0E38 is .*"),
          failed.message());
      assertEquals(Run.Status.FAILED, runs.run(failed.run()).status());
      assertEquals(0.01, runs.run(result.best().run()).plan().learningRate());
      assertTrue(result.summary().contains("1 of them failed"), result.summary());
      assertEquals(
          1,
          Sweep.grid(space).plan(PLAN).run(runs, features, QUIET).trials().stream()
              .filter(t -> t.status() == Trial.Status.FAILED)
              .count());
      assertEquals(2, runs.ids().size(), "not even what failed is run again");
    }
  }

  @Test
  void aListenerThatFailsEndsTheSweepAndNothingIsLost() {
    SweepListener broken =
        new SweepListener() {
          @Override
          public void onTrial(SweepResult soFar, Trial last) {
            throw new IllegalStateException("no room to draw");
          }
        };
    try (Runs runs = Runs.open(file())) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> random(30).run(runs, features, broken));
      assertEquals("no room to draw", e.getMessage());
      assertTrue(random(30).run(runs, features, QUIET).isComplete());
      assertEquals(30, done(runs));
    }
  }

  @Test
  void halvingLetsAThirdGoOn() {
    Sweep sweep = Sweep.halving(SPACE, 9).plan(PLAN.epochs(9)).seed(3);
    assertEquals(List.of(1, 3, 9), sweep.rounds());
    try (Runs runs = Runs.open(file())) {
      SweepResult result = sweep.run(runs, features, QUIET);
      assertTrue(result.isComplete());
      assertEquals(9, result.trials().stream().filter(t -> t.epochs() == 1).count());
      assertTrue(result.trials().stream().filter(t -> t.epochs() == 3).count() >= 3);
      assertTrue(result.trials().stream().filter(t -> t.epochs() == 9).count() >= 1);
      assertEquals(9, result.best().epochs());
      for (Trial trial : result.trials()) {
        Run run = runs.run(trial.run());
        assertEquals(9, run.plan().epochs(), "one schedule, over all epochs");
        assertEquals(trial.epochs(), run.history().epochs().size());
        List<EpochRecord> inOneGo =
            HeadTraining.run(features, run.plan())
                .run()
                .history()
                .epochs()
                .subList(0, trial.epochs());
        assertEquals(
            inOneGo.stream().map(EpochRecord::validationLoss).toList(),
            run.history().epochs().stream().map(EpochRecord::validationLoss).toList());
      }
      List<Trial> first =
          result.trials().stream()
              .filter(t -> t.epochs() == 1)
              .sorted(Halving.BEST_FIRST)
              .limit(3)
              .toList();
      Set<Integer> longer = new HashSet<>();
      result.trials().stream().filter(t -> t.epochs() == 3).forEach(t -> longer.add(t.number()));
      first.forEach(t -> assertTrue(longer.contains(t.number()), t + " was left behind"));
    }
  }

  @Test
  void theTableCanBeSorted() {
    try (Runs runs = Runs.open(file())) {
      SweepResult result = random(6).run(runs, features, QUIET);
      Table sorted = result.data().sortDescendingOn("learningRate");
      double[] rates = sorted.doubleColumn("learningRate").asDoubleArray();
      for (int i = 1; i < rates.length; i++) {
        assertTrue(rates[i - 1] >= rates[i]);
      }
      assertEquals(
          result.best().number(),
          result.data().sortDescendingOn("mean AUROC").intColumn("trial").get(0));
      List<List<String>> byRate = result.table("learningRate").rows();
      assertEquals(rates[0], Double.parseDouble(byRate.get(0).get(1)));
      String message =
          assertThrows(IllegalArgumentException.class, () -> result.table("learningrat"))
              .getMessage();
      assertTrue(message.contains("did you mean \"learningRate\"?"), message);
    }
  }

  @Test
  void theChosenHeadIsTestedOnce() {
    try (Runs runs = Runs.open(file())) {
      int best = random(6).run(runs, features, QUIET).best().run();
      Evaluation test = runs.test(best, features);
      assertEquals(
          Evaluation.of(runs.head(best).predict(features.test())).auroc("bright"),
          test.auroc("bright"));
      assertEquals(test.auroc("bright"), runs.test(best, features).auroc("bright"));
      Features others =
          new Features(
              "another backbone",
              features.split(),
              features.train(),
              features.validation(),
              features.test());
      String message =
          assertThrows(IllegalArgumentException.class, () -> runs.test(best, others)).getMessage();
      assertTrue(message.contains("for the backbone a backbone"), message);
    }
  }

  @Test
  void asJsonItComesBack() {
    Sweep sweep =
        Sweep.halving(SPACE, 40).named("mine").seed(1L << 40).plan(PLAN.epochs(27)).halving(2, 4);
    assertEquals(sweep, Sweep.fromJson(sweep.toJson()));
  }

  private static void refused(String json, String part) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Sweep.fromJson(json)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void whatCannotBeIsSaidBeforehand() {
    refused("{\"methd\": \"grid\"}", "A sweep has no field \"methd\"; did you mean \"method\"?");
    refused("{\"method\": \"gird\"}", "did you mean \"grid\"?");
    refused(
        "{\"method\": \"grid\", \"space\": {\"learningrate\": [1]}}",
        "There is no setting \"learningrate\" to turn; did you mean \"learningRate\"?");
    refused(
        "{\"method\": \"grid\", \"space\": {\"learningRate\": {\"from\": 1, \"too\": 2}}}",
        "did you mean \"to\"?");
    refused("{\"method\": \"grid\", \"space\": {\"learningRate\": [0]}}", "above 0");
    refused("{\"method\": \"grid\", \"space\": {}}", "turns no setting");
    refused("{\"method\": \"grid\", \"trials\": \"many\"}", "\"trials\"");
    refused("[]", "no sweep in JSON");
    refused("{\"method\": }", "This is no sweep in JSON: ");
    try (Runs runs = Runs.open(file())) {
      SearchSpace sizes = SearchSpace.empty().choice("imageSize", 64, 128);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Sweep.grid(sizes).run(runs, features, QUIET))
              .getMessage();
      assertTrue(message.contains("\"imageSize\" changes nothing where heads learn"), message);
      assertEquals(List.of(), runs.ids());
    }
  }

  /** A program that runs the sweep and says each trial that is over. */
  static final class Child {
    private Child() {}

    /** The file of runs. */
    public static void main(String[] arguments) {
      try (Runs runs = Runs.open(Path.of(arguments[0]))) {
        sweep()
            .run(
                runs,
                features(),
                new SweepListener() {
                  @Override
                  public void onTrial(SweepResult soFar, Trial last) {
                    System.out.println("trial " + last.number());
                  }
                });
      }
    }

    static Sweep sweep() {
      return Sweep.random(SPACE, 40).plan(PLAN.epochs(40)).seed(3);
    }
  }

  private Process child() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            file().toString())
        .redirectErrorStream(true)
        .start();
  }

  private void requireWhole() {
    try (Runs runs = Runs.open(file());
        Runs others = Runs.open(folder.resolve("never-stopped.db"))) {
      assertEquals(40, done(runs), "every trial was run to its end, and none twice");
      SweepResult whole = Child.sweep().run(runs, features, QUIET);
      assertTrue(whole.isComplete());
      assertEquals(40, done(runs), "nothing was left to do");
      SweepResult never = Child.sweep().run(others, features, QUIET);
      assertEquals(
          never.trials().stream().map(t -> t.number() + " " + t.score()).toList(),
          whole.trials().stream().map(t -> t.number() + " " + t.score()).toList());
    }
  }

  @Test
  void aKilledSweepGoesOnWhereItWas() throws Exception {
    Random random = new Random(4);
    int kills = 0;
    boolean ended = false;
    while (!ended) {
      Process child = child();
      try (BufferedReader out = child.inputReader()) {
        // Killed at a moment that has nothing to do with where the sweep is.
        for (int trial = 0; trial < 9 && !ended; trial++) {
          ended = out.readLine() == null;
          Thread.sleep(random.nextInt(20));
        }
      }
      if (ended) {
        assertEquals(0, child.waitFor());
      } else {
        child.destroyForcibly().waitFor();
        kills++;
      }
    }
    assertTrue(kills >= 3, "killed " + kills + " times");
    try (Runs runs = Runs.open(file())) {
      List<String> states = new ArrayList<>(runs.table().stringColumn("status").asList());
      assertTrue(states.contains("interrupted"), "no trial was broken off: " + states);
    }
    requireWhole();
  }

  @Test
  void twoProcessesShareASweep() throws Exception {
    Process one = child();
    Process other = child();
    String first = new String(one.getInputStream().readAllBytes());
    String second = new String(other.getInputStream().readAllBytes());
    assertEquals(0, one.waitFor(), first);
    assertEquals(0, other.waitFor(), second);
    assertEquals(40, (first + second).lines().count(), first + second);
    requireWhole();
  }
}
