package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.cxrlab.CxrlabException;
import org.cxrlab.Fault;
import org.cxrlab.cli.Scorer;
import org.cxrlab.data.Labels;
import org.cxrlab.data.SharedFile;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.disk.WholeFolder;
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

/** Scoring where a worker has no room for what it needs, or is otherwise unfit. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class UnfitExecutorsTest {
  private static final List<String> TWO = List.of("127.0.0.1", "127.0.0.1");
  private static final int FILMS = 64;
  private static final String ASIDE = " is left aside, and others do its work: ";

  @TempDir static Path folder;

  private static ChestModel model;
  private static Path saved;
  private static Path zip;

  @BeforeAll
  static void make() throws IOException {
    SparkHome.make();
    model = SmallDenseNet.create(Labels.of("Mass", "Nodule"), 3).setImageSize(64);
    saved = model.save(folder.resolve("model"));
    zip = folder.resolve("films.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        var packed = new ZipOutputStream(out)) {
      for (int i = 0; i < FILMS; i++) {
        packed.putNextEntry(new ZipEntry(Text.format("film-%02d.png", i)));
        packed.write(noise(i));
        packed.closeEntry();
      }
    }
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static byte[] noise(int seed) throws IOException {
    var random = new Random(seed);
    var image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int p = 0; p < 64 * 64; p++) {
      image.getRaster().setSample(p % 64, p / 64, 0, random.nextInt(256));
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static Command score(Standalone cluster, Path table) throws Exception {
    return Command.run("score", saved, zip, "-o", table, "--spark", cluster.master());
  }

  private static List<String> complaints(Command command) {
    return command.err().lines().filter(line -> line.startsWith("cxrlab: ")).toList();
  }

  @Test
  void whereADiskIsFullTheOtherWorkerDoesItAllAndWhereBothAreTheSameCommandGoesOn()
      throws Exception {
    try (var one = SmallDisk.mount(folder.resolve("one"), 16);
        var other = SmallDisk.mount(folder.resolve("other"), 16);
        var cluster =
            new Standalone(
                folder,
                TWO,
                List.of(
                    Map.of("SPARK_LOCAL_DIRS", one.folder().toString()),
                    Map.of("SPARK_LOCAL_DIRS", other.folder().toString())))) {
      Path undisturbed = folder.resolve("undisturbed.csv");
      Command whole = score(cluster, undisturbed);
      assertEquals(0, whole.status(), whole::err);
      assertEquals(List.of(), complaints(whole));
      assertEquals(FILMS, Command.rows(undisturbed).size());

      one.fill();
      Path table = folder.resolve("one-full.csv");
      Command left = score(cluster, table);
      assertEquals(0, left.status(), left::err);
      assertEquals(1, complaints(left).size(), left::err);
      String said = complaints(left).get(0);
      assertTrue(said.startsWith("cxrlab: The executor "), said);
      assertTrue(said.contains(" on 127.0.0.1" + ASIDE), said);
      assertTrue(said.endsWith(Fault.DISK_IS_FULL), said);
      assertEquals(-1, Files.mismatch(undisturbed, table));

      other.fill();
      Path later = folder.resolve("both-full.csv");
      Command none = score(cluster, later);
      assertEquals(1, none.status(), none::err);
      String end = complaints(none).get(complaints(none).size() - 1);
      assertTrue(end.startsWith("cxrlab: On the executor "), end);
      assertTrue(end.contains("On the executor 0: ") && end.contains("On the executor 1: "), end);
      assertTrue(end.endsWith(" The same command goes on."), end);

      one.free();
      other.free();
      Command again = score(cluster, later);
      assertEquals(0, again.status(), again::err);
      assertEquals(List.of(), complaints(again));
      assertEquals(-1, Files.mismatch(undisturbed, later));
    }
  }

  @Test
  void whereATemporaryFolderIsLostMeanwhileTheOtherWorkerDoesTheRest() throws Exception {
    Path here = Files.createTempDirectory(folder, "lost");
    Path local = Files.createDirectory(here.resolve("local"));
    List<Scorer.Result> results = new ArrayList<>();
    List<String> said = new ArrayList<>();
    try (var cluster =
            new Standalone(here, TWO, List.of(Map.of("SPARK_LOCAL_DIRS", local.toString())));
        Session session = Session.start(cluster.master(), "lost")) {
      // The driver counts as one of them.
      while (session.spark().statusTracker().getExecutorInfos().length < 3) {
        Thread.sleep(100);
      }
      SparkScoring.score(
          session,
          new SparkScoringTest.Slow(ScoreTask.of(SentModel.of(model, session))),
          StoredFilms.archive(SharedFile.Local.of(zip), here),
          some -> {
            results.addAll(some);
            WholeFolder.deletePassing(local);
          },
          said::add);
    }
    assertEquals(
        IntStream.range(0, FILMS).mapToObj(i -> Text.format("film-%02d.png", i)).toList(),
        results.stream().map(result -> result.film().image()).toList());
    assertTrue(results.stream().noneMatch(Scorer.Result::isBad));
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains(ASIDE + "There can be no folder in " + local), said.get(0));
  }

  /** Ends the process that reads a film, and does nothing where the environment says so. */
  private record PoisonOrUnfit(Work work, String image) implements Work {
    @Override
    public Scored score(Shard shard) {
      if (System.getenv("CXR_UNFIT") != null) {
        throw new UnfitException(new CxrlabException("There is no room."));
      }
      if (shard.images().contains(image)) {
        Runtime.getRuntime().halt(134);
      }
      return work.score(shard);
    }
  }

  @Test
  void besideAnUnfitWorkerAFilmThatEndsEveryProcessIsSetAsideWithItsName() throws Exception {
    requirePoisonSetAside(TWO, List.of(Map.of("CXR_UNFIT", "yes")), 1);
  }

  @Test
  void withOneWorkerAFilmThatEndsEveryProcessIsSetAsideWithItsName() throws Exception {
    requirePoisonSetAside(List.of("127.0.0.1"), List.of(), 0);
  }

  private static void requirePoisonSetAside(
      List<String> hosts, List<Map<String, String>> set, int unfit) throws Exception {
    Path here = Files.createTempDirectory(folder, "poison");
    StoredFilms films = StoredFilms.files(SparkScoringTest.phantoms(here));
    List<Scorer.Result> alone = new ArrayList<>();
    new Scorer(model, films.films(), alone::addAll).run();
    String image = films.films().get(30).image();
    List<Scorer.Result> results = new ArrayList<>();
    List<String> said = new ArrayList<>();
    try (var cluster = new Standalone(here, hosts, set);
        Session session = Session.start(cluster.master(), "poison")) {
      Work work = new PoisonOrUnfit(ScoreTask.of(SentModel.of(model, session)), image);
      SparkScoring.score(session, work, films, results::addAll, said::add);
    }
    assertEquals(
        image + ": every process that read it ended; it was set aside.",
        results.get(30).complaint());
    assertNull(results.get(30).probabilities());
    results.set(30, alone.get(30));
    SparkScoringTest.requireSame(alone, results, 1e-6f);
    assertEquals(unfit, said.size(), said::toString);
    assertTrue(said.stream().allMatch(one -> one.endsWith(ASIDE + "There is no room.")));
  }

  @Test
  void whereThereIsNoRoomToSortATableASentenceSaysSo() throws Exception {
    Path table = folder.resolve("table.csv");
    TableGenerator.write(100_000, table);
    try (var disk = SmallDisk.mount(folder.resolve("sort"), 1)) {
      Command full =
          Command.run(
              Map.of("spark.local.dir", disk.folder().toString()),
              "counts",
              table,
              "--spark",
              "local[1]");
      assertEquals(1, full.status(), full::err);
      assertEquals(1, complaints(full).size(), full::err);
      String said = complaints(full).get(0);
      assertTrue(said.contains("no room for what Spark sorts on the executor driver on "), said);
      assertTrue(said.endsWith(" by spark.local.dir, and run it again."), said);
    }
  }
}
