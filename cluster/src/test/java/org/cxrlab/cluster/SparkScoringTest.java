package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.Scorer;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.model.SmallDenseNet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Scoring on Spark, in this process and in others, of which some are killed. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SparkScoringTest {
  private static final int FILMS = 61;
  private static final int BROKEN = 20;

  @TempDir static Path folder;

  private static ChestModel model;
  private static StoredFilms films;
  private static List<Scorer.Result> alone;

  @BeforeAll
  static void scoreInOneProcess() throws IOException {
    SparkHome.make();
    films = StoredFilms.files(phantoms(folder));
    model = SmallDenseNet.create(Labels.of("Mass", "Nodule"), 3).setImageSize(64);
    List<Scorer.Result> results = new ArrayList<>();
    new Scorer(model, films.films(), results::addAll).run();
    alone = results;
  }

  /** Phantoms, one of which is damaged. */
  static Films phantoms(Path folder) throws IOException {
    Films drawn = Phantoms.of(FILMS).size(64).films().onlyLabels();
    List<Film> list = new ArrayList<>(drawn.list());
    Film whole = list.get(BROKEN);
    Path cut = folder.resolve("cut.png");
    byte[] bytes = Files.readAllBytes(whole.path());
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    Labels none = Labels.of();
    list.set(BROKEN, Film.of("cut.png", cut, "cut.png", none, List.of()));
    return new Films("films", none, list);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void inThisProcessTheRowsAreThoseOfOneProcessInTheirOrder() {
    List<Scorer.Result> results = new ArrayList<>();
    new SparkScoring().score("local[2]", model, films, results::addAll, sentence -> {});
    requireSame(alone, results, 1e-6f);
    assertNull(results.get(BROKEN).probabilities());
    assertTrue(results.get(BROKEN).complaint().contains("cut.png"));
  }

  @Test
  void whereAnExecutorIsKilledTheRowsAreTheSameToTheLastBit() {
    try (Session session = Session.start("local-cluster[2,1,1024]", "killed")) {
      SentModel sent = SentModel.of(model, session);
      Work work = new Slow(ScoreTask.of(sent));
      List<Scorer.Result> undisturbed = new ArrayList<>();
      SparkScoring.score(session, work, films, undisturbed::addAll);
      requireSame(alone, undisturbed, 1e-6f);
      for (int after : List.of(8, 24)) {
        List<Scorer.Result> results = scoredWithAKill(session, work, films, after);
        assertTrue(results.size() > after, "it was killed before the end");
        requireSame(undisturbed, results, 0);
      }
    }
  }

  @Test
  void onAMasterOfItsOwnAWorkersExecutorIsKilledAndAnotherTakesOver() throws Exception {
    List<String> hosts = List.of("127.0.0.1", "127.0.0.1");
    try (var cluster = new Standalone(folder, hosts);
        Session session = Session.start(cluster.master(), "standalone")) {
      SentModel sent = SentModel.of(model, session);
      Work work = new Slow(ScoreTask.of(sent));
      List<Scorer.Result> results = scoredWithAKill(session, work, films, 1);
      requireSame(alone, results, 1e-6f);
    }
  }

  @Test
  void aFilmThatEndsEveryProcessIsSetAsideWithItsName() {
    String image = films.films().get(30).image();
    try (Session session = Session.start("local-cluster[2,1,1024]", "poison")) {
      SentModel sent = SentModel.of(model, session);
      List<Scorer.Result> results = new ArrayList<>();
      SparkScoring.score(session, new Poison(ScoreTask.of(sent), image), films, results::addAll);
      Scorer.Result set = results.get(30);
      assertEquals(
          image + ": every process that read it ended; it was set aside.", set.complaint());
      assertNull(set.probabilities());
      results.set(30, alone.get(30));
      requireSame(alone, results, 1e-6f);
    }
  }

  @Test
  void anotherVersionOfTheCodeOrTheModelIsRefused() {
    try (Session session = Session.start("local[1]", "versions")) {
      SentModel sent = SentModel.of(model, session);
      var error =
          assertThrows(
              CxrlabException.class,
              () ->
                  SparkScoring.score(
                      session,
                      new ScoreTask(sent.name(), sent.origin(), "another", Precision.FP32),
                      films,
                      results -> {}));
      assertEquals(
          "On a worker: cxrlab is of another version there than here; give all the same jar.",
          error.getMessage());
      error =
          assertThrows(
              CxrlabException.class,
              () ->
                  SparkScoring.score(
                      session,
                      new ScoreTask(sent.name(), "0123", CodeOrigin.ofCode(), Precision.FP32),
                      films,
                      results -> {}));
      assertTrue(error.getMessage().contains("is another than the one that was sent"));
    }
  }

  @Test
  void aClusterThatIsNotThereIsSaidToBeNone() {
    var error =
        assertThrows(
            CxrlabException.class,
            () ->
                new SparkScoring()
                    .score("nonsense://x", model, films, results -> {}, sentence -> {}));
    assertTrue(error.getMessage().startsWith("Spark can't start at nonsense://x ("));
    assertTrue(error.getMessage().endsWith("; check the address, and that the cluster is up."));
    error =
        assertThrows(
            CxrlabException.class,
            () -> new SparkScoring().score("yarn", model, films, results -> {}, sentence -> {}));
    assertEquals(
        "Spark can't start at yarn (Could not parse Master URL: 'yarn'); go there by spark-submit,"
            + " as docs/cluster.md shows, and check that the cluster is up.",
        error.getMessage());
  }

  @Test
  void shardsAreWholeGroupsAndEnoughOfThem() {
    assertEquals(1, SparkScoring.groups(61));
    assertEquals(3, SparkScoring.groups(2_000));
    assertEquals(32, SparkScoring.groups(10_000_000));
    List<Shard> shards = SparkScoring.shards(films);
    assertEquals(8, shards.size());
    assertEquals(5, shards.get(7).size());
    assertEquals(
        films.films().stream().map(Film::image).toList(),
        shards.stream().flatMap(shard -> shard.images().stream()).toList());
  }

  /** Takes so long that there is time to kill a process in the middle. */
  record Slow(Work work) implements Work {
    @Override
    public Scored score(Shard shard) {
      try {
        Thread.sleep(300);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return work.score(shard);
    }
  }

  /** Ends the process that reads a film. */
  private record Poison(Work work, String image) implements Work {
    @Override
    public Scored score(Shard shard) {
      if (shard.images().contains(image)) {
        Runtime.getRuntime().halt(134);
      }
      return work.score(shard);
    }
  }

  /** Kills an executor once so many results have come. */
  static List<Scorer.Result> scoredWithAKill(
      Session session, Work work, StoredFilms films, int after) {
    List<Scorer.Result> results = new ArrayList<>();
    var kills = new AtomicInteger();
    SparkScoring.score(
        session,
        work,
        films,
        some -> {
          results.addAll(some);
          if (results.size() >= after && kills.get() == 0) {
            kills.addAndGet(killOneExecutor());
          }
        });
    assertEquals(1, kills.get());
    return results;
  }

  private static int killOneExecutor() {
    ProcessHandle executor =
        ProcessHandle.current()
            .descendants()
            .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
            .findFirst()
            .orElseThrow();
    assertTrue(executor.destroyForcibly());
    executor.onExit().join();
    return 1;
  }

  /** All of it; Java's own way ends after a page. */
  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  static void requireSame(List<Scorer.Result> expected, List<Scorer.Result> results, float within) {
    assertEquals(names(expected), names(results));
    IntStream.range(0, expected.size())
        .filter(i -> expected.get(i).probabilities() != null)
        .forEach(
            i -> {
              assertNotNull(results.get(i).probabilities());
              assertArrayEquals(
                  expected.get(i).probabilities(), results.get(i).probabilities(), within);
            });
  }

  private static String names(List<Scorer.Result> results) {
    return results.stream()
        .map(result -> result.film().image() + " " + result.isBad())
        .collect(Collectors.joining("\n"));
  }
}
