package org.cxrlab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Labels;
import org.cxrlab.data.Phantoms;
import org.cxrlab.figure.Text;
import org.cxrlab.model.SmallDenseNet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Films in archives and in Hadoop's file systems, scored on Spark and by the plain command. */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class StoredFilmsOnSparkTest {
  private static final int FILMS = 30;

  @TempDir static Path folder;

  private static Path model;
  private static Path films;
  private static Map<String, String[]> plain;

  @BeforeAll
  static void make() throws Exception {
    model = folder.resolve("model");
    try (var small = SmallDenseNet.create(Labels.of("Mass", "Nodule"), 3).setImageSize(64)) {
      small.save(model);
    }
    films = Files.createDirectory(folder.resolve("films"));
    List<Film> drawn = Phantoms.of(FILMS).size(64).films().list();
    for (int i = 0; i < FILMS; i++) {
      Files.copy(drawn.get(i).path(), films.resolve(Text.format("film-%02d.png", i)));
    }
    byte[] whole = Files.readAllBytes(films.resolve("film-11.png"));
    Files.write(films.resolve("film-11.png"), List.of("no picture"));
    assertTrue(whole.length > 100);
    Command alone = Command.run("score", model, films, "-o", folder.resolve("plain.csv"));
    assertEquals(3, alone.status(), alone::err);
    plain = Command.rows(folder.resolve("plain.csv"));
    assertEquals(FILMS - 1, plain.size());
  }

  private static void requireAsPlain(Object images, String name) throws Exception {
    Path table = folder.resolve(name + ".csv");
    Command spark = Command.run("score", model, images, "-o", table, "--spark", "local[2]");
    assertEquals(3, spark.status(), spark::err);
    assertTrue(spark.err().contains("film-11.png"), spark::err);
    Map<String, String[]> rows = Command.rows(table);
    plain.forEach(
        (image, cells) -> {
          for (int i = 1; i < 3; i++) {
            assertEquals(
                Double.parseDouble(cells[i]), Double.parseDouble(rows.get(image)[i]), 1e-6, image);
          }
        });
  }

  @Test
  void filmsInAZipHaveTheRowsOfThePlainCommand() throws Exception {
    Path zip = folder.resolve("films.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        var packed = new ZipOutputStream(out);
        Stream<Path> all = Files.list(films)) {
      for (Path film : all.sorted().toList()) {
        packed.putNextEntry(new ZipEntry("in/" + film.getFileName()));
        Files.copy(film, packed);
        packed.closeEntry();
      }
    }
    requireAsPlain(zip, "zip");
    requireAsPlain(zip.toUri(), "hadoop-zip");
  }

  @Test
  void filmsInATarHaveTheRowsOfThePlainCommandAndAGzippedOneIsReadByOneTask() throws Exception {
    tar("cf", "films.tar");
    tar("czf", "films.tar.gz");
    requireAsPlain(folder.resolve("films.tar"), "tar");
    requireAsPlain(folder.resolve("films.tar.gz"), "tar-gz");
    var gzipped =
        org.cxrlab.data.StoredFilms.archive(
            org.cxrlab.data.SharedFile.Local.of(folder.resolve("films.tar.gz")), folder);
    assertEquals(1, SparkScoring.shards(gzipped).size());
  }

  private static void tar(String how, String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar", how, folder.resolve(name).toString()));
    command.addAll(List.of("-C", films.toString(), "."));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @Test
  void aFolderOfHadoopsIsReadByIt() throws Exception {
    requireAsPlain("file://" + films, "hadoop");
  }

  @Test
  void aFileSystemThatIsNotThereIsASentenceThatNamesItsJar() throws Exception {
    Command s3 =
        Command.run(
            "score",
            model,
            "s3a://bucket/films",
            "-o",
            folder.resolve("s3"),
            "--spark",
            "local[1]");
    assertEquals(1, s3.status());
    assertTrue(
        s3.err()
            .contains(
                "cxrlab: Spark brings no file system for s3a://; add org.apache.hadoop:hadoop-aws:3."),
        s3::err);
    Command nothing =
        Command.run(
            "score", model, "file:///none/x", "-o", folder.resolve("n"), "--spark", "local[1]");
    assertTrue(
        nothing.err().contains("cxrlab: There is nothing at file:///none/x; check the address."),
        nothing::err);
    Command plainly = Command.run("score", model, "hdfs://h/x", "-o", folder.resolve("n"));
    assertTrue(
        plainly.err().contains("hdfs://h/x is an address, which only --spark reads"), plainly::err);
  }
}
