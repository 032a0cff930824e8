package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.CxrlabException;
import org.cxrlab.cli.Scorer;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.figure.Text;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.SmallDenseNet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Films in a storage that Hadoop opens, and what such a storage does to them. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class HadoopStoreTest {
  private static final String IMPLEMENTATION = "spark.hadoop.fs.fake.impl";
  private static final String FOLDER = "spark.hadoop." + FakeStorage.FOLDER;

  @TempDir static Path folder;

  private static ChestModel model;
  private static Path saved;
  private static Films films;

  @BeforeAll
  static void make() throws IOException {
    SparkHome.make();
    model = SmallDenseNet.create(Labels.of("Mass", "Nodule"), 3).setImageSize(64);
    saved = model.save(folder.resolve("model"));
    films = Phantoms.of(20).size(64).films();
    settings().forEach(System::setProperty);
  }

  @AfterAll
  static void close() {
    model.close();
    settings().keySet().forEach(System::clearProperty);
  }

  private static Map<String, String> settings() {
    return Map.of(IMPLEMENTATION, FakeStorage.class.getName(), FOLDER, folder.toString());
  }

  /** Some films under names of their own, as film-00.png. */
  private static Path store(String name, int count) throws IOException {
    Path store = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < count; i++) {
      Files.copy(films.get(i).path(), store.resolve(Text.format("film-%02d.png", i)));
    }
    return store;
  }

  private static List<Scorer.Result> scored(StoredFilms some, Consumer<Integer> after) {
    List<Scorer.Result> results = new ArrayList<>();
    try (Session session = Session.start("local[1]", "stored")) {
      SparkScoring.score(
          session,
          ScoreTask.of(SentModel.of(model, session)),
          some,
          came -> {
            results.addAll(came);
            after.accept(results.size());
          });
    }
    return results;
  }

  private static List<String> images(StoredFilms some) {
    return some.films().stream().map(Film::image).toList();
  }

  /** The results of the first films are those of one process, film by film. */
  private static void requireTheirOwn(List<Scorer.Result> results) {
    for (Scorer.Result result : results) {
      int place = Integer.parseInt(result.film().image().replaceAll("\\D", ""));
      assertFalse(result.isBad(), result::complaint);
      float[] alone = model.predict(films.get(place));
      for (int label = 0; label < alone.length; label++) {
        assertEquals(alone[label], result.probabilities()[label], 1e-6, result.film().image());
      }
    }
  }

  @Test
  void filmsAtTheRootOfAStorageKeepTheirNames() throws IOException {
    store("bucket", 3);
    for (String address : List.of("fake://bucket", "fake://bucket/")) {
      StoredFilms there = HadoopStore.films(address);
      assertEquals(List.of("film-00.png", "film-01.png", "film-02.png"), images(there));
      requireTheirOwn(scored(there, count -> {}));
    }
    assertEquals(List.of("film-01.png"), images(HadoopStore.films("fake://bucket/film-01.png")));
  }

  @Test
  void executorsOpenAStorageWithTheSettingsOfTheDriver() throws IOException {
    store("far", 9);
    List<Scorer.Result> results = new ArrayList<>();
    new SparkScoring()
        .score(
            "local-cluster[1,1,1024]",
            model,
            HadoopStore.films("fake://far/"),
            results::addAll,
            sentence -> fail(sentence));
    assertEquals(9, results.size());
    requireTheirOwn(results);
  }

  @Test
  void whatIsWrongWithOneFilmIsNoOthersFault() throws IOException {
    Path store = store("mixed", 4);
    Files.copy(store.resolve("film-00.png"), store.resolve("forbidden.png"));
    Files.copy(store.resolve("film-00.png"), store.resolve("odd.png"));
    Files.copy(store.resolve("film-00.png"), store.resolve("a:b 100%25#?.png"));
    Files.copy(store.resolve("film-00.png"), store.resolve("grew.png"));
    Files.copy(store.resolve("film-00.png"), store.resolve("shrank.png"));
    StoredFilms there = HadoopStore.films("fake://mixed/");
    Files.write(store.resolve("grew.png"), new byte[1], StandardOpenOption.APPEND);
    Files.write(store.resolve("shrank.png"), new byte[100]);
    Map<String, String> complaints = new java.util.TreeMap<>();
    List<Scorer.Result> good = new ArrayList<>();
    for (Scorer.Result result : scored(there, count -> {})) {
      if (result.isBad()) {
        complaints.put(result.film().image(), result.complaint());
      } else if (result.film().image().startsWith("film")) {
        good.add(result);
      }
    }
    assertEquals(4, good.size());
    requireTheirOwn(good);
    assertEquals(
        Map.of(
            "forbidden.png",
            "The picture fake://mixed/forbidden.png is there, but may not be read. Ask for the"
                + " permission.",
            "odd.png",
            "The picture fake://mixed/odd.png can't be had (an odd failure). Fetch it again.",
            "grew.png",
            "The picture fake://mixed/grew.png is longer than when its folder was listed. Start"
                + " again.",
            "shrank.png",
            "The picture fake://mixed/shrank.png is cut short where it lies. Fetch that again."),
        complaints);
  }

  @Test
  void whatIsHiddenOrDeletedThereIsNoFilm() throws IOException {
    Path store = store("hidden", 2);
    Path bin = Files.createDirectories(store.resolve(".Trash/Current"));
    Files.copy(store.resolve("film-00.png"), bin.resolve("deleted.png"));
    StoredFilms there = HadoopStore.films("fake://hidden/");
    assertEquals(List.of("film-00.png", "film-01.png"), images(there));
    assertTrue(
        there.films().source().toString().contains("hidden"), there.films().source()::toString);
  }

  @Test
  void aStorageThatGoesAwayIsToldOnceAndTheSameCommandGoesOn() throws Exception {
    Path store = store("leaving", 20);
    Path zipped = Files.createDirectory(folder.resolve("zipped"));
    try (var zip = new ZipOutputStream(Files.newOutputStream(zipped.resolve("films.zip")))) {
      for (int i = 0; i < 20; i++) {
        String name = Text.format("film-%02d.png", i);
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(store.resolve(name), zip);
        zip.closeEntry();
      }
    }
    for (String address : List.of("fake://leaving", "fake://zipped/films.zip")) {
      Path away = folder.resolve(address.contains("zip") ? "zipped.away" : "leaving.away");
      StoredFilms there = HadoopStore.films(address);
      List<Scorer.Result> came = new ArrayList<>();
      var error =
          assertThrows(
              CxrlabException.class,
              () -> {
                try (Session session = Session.start("local[1]", "away")) {
                  SparkScoring.score(
                      session,
                      new SparkScoringTest.Slow(ScoreTask.of(SentModel.of(model, session))),
                      there,
                      some -> {
                        came.addAll(some);
                        create(away);
                      });
                }
              });
      String place = address.contains("zip") ? address : "fake://leaving/";
      assertEquals(
          "On the executor driver: "
              + place
              + " can't be reached any more ("
              + FakeStorage.AWAY
              + "). The same command goes on.",
          error.getMessage());
      assertTrue(came.size() >= 8 && came.size() < 20, () -> "came " + came.size());
      requireTheirOwn(came);
      Files.delete(away);
    }
  }

  private static void create(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCanNotBeOpenedIsASentence() throws Exception {
    Path away = store("gone", 1).resolveSibling("gone.away");
    Files.createFile(away);
    requireSentence(
        "fake://gone/",
        "cxrlab: fake://gone/ can't be listed (" + FakeStorage.AWAY + "); check the address.");
    requireSentence(
        "fake://gone/forbidden",
        "cxrlab: fake://gone/forbidden can't be listed (" + FakeStorage.AWAY + ")");
    Files.delete(away);
    requireSentence(
        "fake://gone/forbidden",
        "cxrlab: fake://gone/forbidden may not be read (Permission denied: user=me); ask for the"
            + " permission.");
    requireSentence(
        "fake://gone/x", "cxrlab: There is nothing at fake://gone/x; check the address.");
    requireSentence(
        "hdfs://no-such-host.invalid/films",
        "cxrlab: hdfs://no-such-host.invalid/films can't be listed"
            + " (java.net.UnknownHostException: no-such-host.invalid); check the address.");
    requireSentence(
        "nonsense://x/films", "cxrlab: Spark brings no file system for nonsense://; check the");
  }

  private static void requireSentence(String address, String sentence) throws Exception {
    Path table = folder.resolve("refused.csv");
    Command refused =
        Command.run(settings(), "score", saved, address, "-o", table, "--spark", "local[1]");
    assertEquals(1, refused.status(), refused::err);
    assertTrue(refused.err().contains(sentence), refused::err);
    assertFalse(refused.err().contains("\tat "), refused::err);
    assertFalse(Files.exists(table));
  }

  @Test
  void aTableIsNotWrittenToAnAddress() throws Exception {
    Command refused =
        Command.run(
            "score", saved, films.get(0).path(), "-o", "hdfs://host/p.csv", "--spark", "local[1]");
    assertEquals(1, refused.status(), refused::err);
    assertTrue(
        refused
            .err()
            .contains(
                "cxrlab: hdfs:/host/p.csv is an address, and what is written lies on this machine;"
                    + " name a file, and copy it there."),
        refused::err);
    assertFalse(Files.exists(Path.of("hdfs:")));
  }
}
