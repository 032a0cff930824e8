package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.cxrlab.cli.Scorer;
import org.cxrlab.data.Labels;
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

/** What a cluster may do to a scoring: slow nodes, full disks, folders that are gone. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SparkFaultsTest {
  @TempDir static Path folder;

  private static ChestModel model;
  private static Path saved;
  private static StoredFilms films;

  @BeforeAll
  static void make() throws IOException {
    SparkHome.make();
    model = SmallDenseNet.create(Labels.of("Mass", "Nodule"), 3).setImageSize(64);
    saved = model.save(folder.resolve("model"));
    films = StoredFilms.files(SparkScoringTest.phantoms(folder));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<Scorer.Result> alone() {
    List<Scorer.Result> results = new ArrayList<>();
    new Scorer(model, films.films(), results::addAll).run();
    return results;
  }

  private static Path someFilms(String name, int count, int side) throws IOException {
    Path some = Files.createDirectory(folder.resolve(name));
    for (int i = 0; i < count; i++) {
      var random = new Random(i);
      var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < side * side; p++) {
        image.getRaster().setSample(p % side, p / side, 0, random.nextInt(256));
      }
      ImageIO.write(image, "png", some.resolve(Text.format("film-%02d.png", i)).toFile());
    }
    return some;
  }

  /** Takes far longer than others the first time that it is tried. */
  private record SlowNode(Work work, int first) implements Work {
    @Override
    public Scored score(Shard shard) {
      if (shard.first() == first && TaskContext.get().attemptNumber() == 0) {
        try {
          Thread.sleep(200_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return work.score(shard);
    }
  }

  @Test
  void aShardThatSparkHasTwiceBecauseANodeIsSlowGivesItsRowsOnce() throws Exception {
    // Spark tries it on another host alone.
    List<String> hosts = List.of("127.0.0.1", "127.0.0.2");
    Map<String, String> settings =
        Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "100ms",
            "spark.speculation.quantile", "0.5");
    settings.forEach(System::setProperty);
    try (var cluster = new Standalone(folder, hosts);
        Session session = Session.start(cluster.master(), "slow")) {
      Work work = new SlowNode(ScoreTask.of(SentModel.of(model, session)), 16);
      List<Scorer.Result> results = new ArrayList<>();
      long start = System.nanoTime();
      SparkScoring.score(session, work, films, results::addAll);
      assertTrue(System.nanoTime() - start < 180e9, "it was not waited for");
      SparkScoringTest.requireSame(alone(), results, 1e-6f);
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void filmsOfAFolderThatIsLostMeanwhileHaveAReasonEach() throws IOException {
    Path shared = someFilms("lost", 40, 16);
    try (Session session = Session.start("local[1]", "lost")) {
      Work work = ScoreTask.of(SentModel.of(model, session));
      List<Scorer.Result> results = new ArrayList<>();
      StoredFilms there = HadoopStore.films("file://" + shared);
      SparkScoring.score(
          session,
          work,
          there,
          some -> {
            results.addAll(some);
            delete(shared);
          });
      assertEquals(40, results.size());
      assertEquals(40, results.stream().map(result -> result.film().image()).distinct().count());
      assertFalse(results.get(0).isBad());
      Scorer.Result last = results.get(39);
      assertTrue(last.isBad());
      assertEquals(
          "The picture file:" + shared + "/film-39.png is no longer there. Check its folder.",
          last.complaint());
    }
  }

  private static void delete(Path some) {
    try {
      WholeFolder.delete(some);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whereNoTemporaryFolderIsThereASentenceSaysSo() throws Exception {
    Command none =
        Command.run(
            Map.of("java.io.tmpdir", folder.resolve("none").toString()),
            "score",
            saved,
            someFilms("few", 2, 16),
            "-o",
            folder.resolve("none.csv"),
            "--spark",
            "local[1]");
    assertEquals(1, none.status(), none::err);
    assertTrue(
        none.err().contains("cxrlab: There can be no folder in " + folder.resolve("none")),
        none::err);
    assertEquals(1, none.err().lines().filter(line -> line.startsWith("cxrlab: ")).count());
  }

  @Test
  void whereAWorkersDiskIsFullASentenceSaysSoAndTheSameCommandGoesOn() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(mount.waitFor() == 0, "a small disk needs root");
    try {
      Path large = someFilms("large", 16, 1_200);
      Path zip = folder.resolve("large.zip");
      try (OutputStream out = Files.newOutputStream(zip);
          var packed = new ZipOutputStream(out)) {
        for (int i = 0; i < 16; i++) {
          // The first eight fit, as they are the same small film.
          Path film = i < 8 ? films.films().get(i).path() : large.resolve("film-" + i + ".png");
          Path found = Files.exists(film) ? film : large.resolve(Text.format("film-%02d.png", i));
          packed.putNextEntry(new ZipEntry(Text.format("film-%02d.png", i)));
          Files.copy(found, packed);
          packed.closeEntry();
        }
      }
      Path table = folder.resolve("full.csv");
      Object[] command = {"score", saved, zip, "-o", table, "--spark", "local[1]"};
      Command full = Command.run(Map.of("spark.local.dir", small.toString()), command);
      assertEquals(1, full.status(), full::err);
      assertTrue(
          full.err().contains("cxrlab: On the executor driver: The films can't be"), full::err);
      assertTrue(full.err().contains("The disk is full: free some space"), full::err);
      assertTrue(full.err().contains(". The same command goes on."), full::err);
      assertEquals(8, Command.rows(table).size());
      Command again = Command.run(command);
      assertEquals(0, again.status(), again::err);
      assertEquals(16, Command.rows(table).size());
    } finally {
      new ProcessBuilder("umount", small.toString()).start().waitFor();
    }
  }

  @Test
  void filmsWithoutProbabilitiesHaveRowsInBothFormsAndSparkReadsTheParquet() throws Exception {
    Path some = someFilms("mixed", 9, 16);
    Files.writeString(some.resolve("film-04.png"), "no picture");
    Path parquet = folder.resolve("p.parquet");
    Command spark = Command.run("score", saved, some, "-o", parquet, "--spark", "local[1]");
    assertEquals(3, spark.status(), spark::err);
    Path plain = folder.resolve("plain.csv");
    assertEquals(3, Command.run("score", saved, some, "-o", plain, "--problems").status());
    Map<String, String[]> rows = Command.rows(plain);
    assertEquals(9, rows.size());
    Map<String, Row> read = new TreeMap<>();
    try (Session session = Session.start("local[1]", "parquet")) {
      assertNotNull(session.spark());
      SparkSession sql = SparkSession.builder().getOrCreate();
      for (Row row : sql.read().parquet(parquet.toString()).collectAsList()) {
        read.put(row.getAs("Image"), row);
      }
    }
    assertEquals(rows.keySet(), read.keySet());
    rows.forEach(
        (image, cells) -> {
          Row row = read.get(image);
          if (cells[1].isEmpty()) {
            assertTrue(row.isNullAt(1) && row.isNullAt(2));
            assertTrue(row.<String>getAs("Problem").contains("is not a picture"));
          } else {
            assertEquals(Double.parseDouble(cells[1]), row.<Float>getAs("Mass"), 1e-6);
            assertEquals(Double.parseDouble(cells[2]), row.<Float>getAs("Nodule"), 1e-6);
            assertTrue(row.isNullAt(3));
          }
        });
    Command again = Command.run("score", saved, some, "-o", parquet, "--spark", "local[1]");
    assertTrue(again.out().contains("has 8 of 9 films, 8 of them from before"), again::out);
  }
}
