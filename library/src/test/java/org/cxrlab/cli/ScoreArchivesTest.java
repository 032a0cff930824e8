package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.figure.Text;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Scoring films in zip and tar archives, some of which mean harm. */
@EnabledOnOs(OS.LINUX)
class ScoreArchivesTest {
  private static final int FILMS = 20;

  @TempDir static Path shared;
  private static Path model;
  private static Path films;

  @TempDir private Path folder;
  private Path input;
  private final Shell shell = new Shell();

  @BeforeAll
  static void make() throws IOException {
    model = Shell.model(shared.resolve("model"));
    films = shared.resolve("films");
    for (int i = 0; i < FILMS; i++) {
      Shell.film(films.resolve(Text.format("%s/film-%02d.png", i < 9 ? "a" : "b", i)), i);
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    input = Files.createDirectory(folder.resolve("input"));
  }

  private Path score(Path images, int status) {
    Path table = folder.resolve(images.getFileName() + ".csv");
    assertEquals(status, shell.run("score", model, images, "-o", table), shell::err);
    return table;
  }

  private static void run(Path where, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(where.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor(), () -> Arrays.toString(command));
  }

  private static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  private static Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(films)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.put(films.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return all;
  }

  @Test
  void theRowsOfAnArchiveAreThoseOfTheFilesInItToTheByte() throws Exception {
    byte[] plain = Files.readAllBytes(score(films, 0));
    zip(input.resolve("films.zip"), contents());
    run(films, "tar", "cf", input.resolve("films.tar").toString(), "a", "b");
    run(films, "tar", "czf", input.resolve("films.tar.gz").toString(), "a", "b");
    run(films, "tar", "czf", input.resolve("films.tgz").toString(), "--format=pax", "a", "b");
    for (String name : List.of("films.zip", "films.tar", "films.tar.gz", "films.tgz")) {
      assertArrayEquals(plain, Files.readAllBytes(score(input.resolve(name), 0)), name);
      assertEquals(
          0, shell.run("score", model, input.resolve(name), "-o", folder.resolve(name + ".csv")));
      assertTrue(shell.out().contains("20 of 20 films, 20 of them from before"), shell::out);
    }
  }

  @Test
  void inAFolderEachArchiveCountsAsAFolderOfItsName() throws Exception {
    Files.copy(films.resolve("a/film-00.png"), input.resolve("plain.png"));
    Map<String, byte[]> all = contents();
    zip(input.resolve("one.zip"), Map.of("x.png", all.get("a/film-01.png")));
    Path two = Files.createDirectory(folder.resolve("two"));
    Files.write(two.resolve("x.png"), all.get("a/film-02.png"));
    Files.writeString(two.resolve("notes.md"), "Not a film.");
    run(two, "tar", "cf", input.resolve("two.tar").toString(), "x.png", "notes.md");
    List<String> lines = Files.readAllLines(score(input, 0));
    assertEquals(
        List.of("Image", "one.zip/x.png", "plain.png", "two.tar/x.png"),
        lines.stream().map(line -> line.split(",")[0]).toList());
    assertTrue(shell.err().contains("files that are text: 1 (two.tar/notes.md)"), shell::err);
    List<String> plain = Files.readAllLines(score(films, 0));
    // Alone in their group, as in no other; so within what another batch moves.
    for (int i = 0; i < 3; i++) {
      String[] row = lines.get(List.of(2, 1, 3).get(i)).split(",");
      assertEquals(
          Double.parseDouble(plain.get(i + 1).split(",")[1]), Double.parseDouble(row[1]), 1e-6);
    }
  }

  @Test
  void aTableBesideAnArchiveNamesTheFilmsInItAsThoseOfAFolder() throws Exception {
    zip(input.resolve("films.zip"), contents());
    Files.writeString(
        input.resolve("labels.csv"), "Image,PatientId,Mass\nfilm-03.png,1,0\nb/film-10.png,2,1\n");
    List<String> lines = Files.readAllLines(score(input, 0));
    assertEquals(
        List.of("Image", "film-03.png", "b/film-10.png"),
        lines.stream().map(line -> line.split(",")[0]).toList());
  }

  @Test
  void whatMeansHarmIsNamedAndNothingIsWrittenElsewhere() throws Exception {
    byte[] film = contents().get("a/film-00.png");
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("good.png", film);
    all.put("../../up.png", film);
    all.put("/tmp/cxrlab-absolute.png", film);
    all.put("C:\\windows.png", film);
    all.put("empty.png", new byte[0]);
    all.put("bomb.png", new byte[70 << 20]);
    all.put("__MACOSX/._good.png", film);
    all.put("inner.zip", film);
    all.put("table.csv", "Image\n".getBytes(StandardCharsets.UTF_8));
    zip(input.resolve("hostile.zip"), all);
    List<String> before = names(folder);
    List<String> lines = Files.readAllLines(score(input.resolve("hostile.zip"), 3));
    assertEquals(
        List.of("Image", "good.png"), lines.stream().map(line -> line.split(",")[0]).toList());
    assertEquals(before.size() + 1, names(folder).size());
    assertTrue(Files.notExists(Path.of("/tmp/cxrlab-absolute.png")));
    assertTrue(
        shell.err().contains("lead out of their archive; pack them anew: 3 (../../up.png, "),
        shell::err);
    assertTrue(shell.out().contains("has 1 of 6 films; 5 can't be read."), shell::out);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).toList();
    }
  }

  @Test
  void aCutArchiveIsASentence() throws Exception {
    zip(input.resolve("whole.zip"), contents());
    byte[] bytes = Files.readAllBytes(input.resolve("whole.zip"));
    Path cut = Files.write(input.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
    String out = folder.resolve("p.csv").toString();
    shell.refuses(
        new String[] {"score", model.toString(), cut.toString(), "-o", out},
        cut.toString(),
        "archives that can't be opened (");
    score(input, 3);
    assertTrue(shell.out().contains("20 of 21 films; 1 can't be read"), shell::out);
    run(films, "tar", "cf", input.resolve("w.tar").toString(), "a", "b");
    bytes = Files.readAllBytes(input.resolve("w.tar"));
    cut = Files.write(input.resolve("cut.tar"), Arrays.copyOf(bytes, bytes.length / 2));
    List<String> lines = Files.readAllLines(score(cut, 3));
    assertTrue(lines.size() > 5 && lines.size() < 20, () -> "" + lines);
    assertTrue(shell.err().contains("archives that are cut short or damaged"), shell::err);
  }

  @Test
  void anEncryptedAndADamagedEntryAreNamed() throws Exception {
    zip(input.resolve("films.zip"), contents());
    byte[] bytes = Files.readAllBytes(input.resolve("films.zip"));
    // The flag of encryption, in the directory at the end, of the last film.
    int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
    bytes[last + 8] |= 1;
    // A byte in the middle of the first film's packed bytes.
    bytes[600] ^= 0x55;
    Files.write(input.resolve("films.zip"), bytes);
    List<String> lines = Files.readAllLines(score(input.resolve("films.zip"), 3));
    assertEquals(18, lines.size() - 1, shell::err);
    assertTrue(shell.err().contains("encrypted in an archive"), shell::err);
    String damaged = "cxrlab: The picture " + input.resolve("films.zip") + "/a/film-00.png ";
    assertTrue(shell.err().contains(damaged), shell::err);
    assertTrue(shell.out().contains("18 of 20 films; 2 can't be read"), shell::out);
  }

  @Test
  void whatIsCopiedIsGoneAfterwards() throws Exception {
    zip(input.resolve("films.zip"), contents());
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<String> before = drafts(temporary);
    score(input, 0);
    assertEquals(before, drafts(temporary));
  }

  private static List<String> drafts(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    String mine = "-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".cxrlab-") && name.contains(mine))
          .forEach(names::add);
    }
    return names;
  }
}
