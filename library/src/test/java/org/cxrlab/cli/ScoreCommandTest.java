package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.model.SmallDenseNet;
import org.cxrlab.model.weights.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Scoring films from the shell. */
class ScoreCommandTest {
  /** Two groups of eight and one of four. */
  private static final int FILMS = 20;

  @TempDir static Path shared;
  private static Path model;
  private static Path films;

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  @BeforeAll
  static void make() throws IOException {
    model = Shell.model(shared.resolve("model"));
    films = shared.resolve("films");
    for (int i = 0; i < FILMS; i++) {
      Shell.film(films.resolve(Text.format("film-%02d.png", i)), i);
    }
  }

  private Path table() {
    return folder.resolve("predictions.csv");
  }

  private int score(Path images, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("score", model, images, "-o", table()));
    arguments.addAll(Arrays.asList(more));
    return shell.run(arguments.toArray());
  }

  private Path copyOfTheFilms() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("films"));
    for (int i = 0; i < FILMS; i++) {
      Path name = Path.of(Text.format("film-%02d.png", i));
      Files.copy(films.resolve(name), copy.resolve(name));
    }
    return copy;
  }

  @Test
  void eachFilmHasOneRowWithWhatTheModelPredicts() throws IOException {
    assertEquals(0, score(films), shell::err);
    assertEquals(table() + " has 20 of 20 films.\n", shell.out());
    List<String> lines = Files.readAllLines(table());
    assertEquals("Image,Mass,Edema", lines.get(0));
    assertEquals(FILMS, lines.size() - 1);
    try (var opened = ChestModel.load(model)) {
      for (int i = 0; i < FILMS; i++) {
        String[] cells = lines.get(i + 1).split(",");
        assertEquals(Text.format("film-%02d.png", i), cells[0]);
        float[] alone = opened.predict(GrayImage.read(films.resolve(cells[0])));
        float[] written = {Float.parseFloat(cells[1]), Float.parseFloat(cells[2])};
        assertArrayEquals(alone, written, 1e-5f, cells[0]);
      }
    }
    assertTrue(lines.stream().map(l -> l.split(",")[1]).distinct().count() > 10, "all are alike");
  }

  @Test
  void inEightBitsItIsAboutTheSameOnceTheModelHasSeenFilms() throws IOException {
    shell.refuses(
        new String[] {
          "score",
          model.toString(),
          films.toString(),
          "-o",
          table().toString(),
          "--precision",
          "int8"
        },
        "model.quantise(films)");
    Path quantised = folder.resolve("quantised");
    try (var opened = ChestModel.load(model)) {
      opened.quantise(Films.open(films)).save(quantised);
      float[] exact = opened.setPrecision(Precision.FP32).predict(Films.open(films).get(7));
      assertEquals(
          0,
          shell.run("score", quantised, films, "-o", table(), "--precision", "INT8"),
          shell::err);
      String[] cells = Files.readAllLines(table()).get(8).split(",");
      assertEquals(exact[0], Float.parseFloat(cells[1]), 0.05);
      assertNotEquals(exact[0], Float.parseFloat(cells[1]), 1e-7);
      byte[] whole = Files.readAllBytes(table());
      Files.write(table(), Arrays.copyOf(whole, whole.length / 2));
      assertEquals(
          0,
          shell.run("score", quantised, films, "-o", table(), "--precision", "int8"),
          shell::err);
      assertArrayEquals(whole, Files.readAllBytes(table()));
    }
  }

  @Test
  void aTableThatWasCutOffAnywhereIsMadeTheSameToTheByte() throws IOException {
    score(films);
    byte[] whole = Files.readAllBytes(table());
    String text = new String(whole, StandardCharsets.UTF_8);
    int middleOfRow = text.indexOf("film-11.png") + 16;
    int endOfRow = text.indexOf("film-08.png");
    for (int kept : new int[] {0, 7, text.indexOf('\n') + 1, endOfRow, middleOfRow}) {
      Files.write(table(), Arrays.copyOf(whole, kept));
      assertEquals(0, score(films), shell::err);
      assertArrayEquals(whole, Files.readAllBytes(table()), "cut off after " + kept);
    }
    assertEquals(table() + " has 20 of 20 films, 11 of them from before.\n", shell.out());
    assertEquals(0, score(films), "there is nothing left to do");
    assertArrayEquals(whole, Files.readAllBytes(table()));
  }

  @Test
  void whatIsNoBeginningOfThisTableIsRefusedAndLeftAsItIs() throws IOException {
    String[] command = {"score", model.toString(), films.toString(), "-o", table().toString()};
    String[][] cases = {
      {"Dear diary\n", "is there already and is no table of predictions"},
      {"Image,Edema,Mass\n", "was begun with other labels: its columns are Image, Edema, Mass"},
      {"Image,Mass,Edema\nother.png,0.1,0.2\n", "row 2 is about other.png"},
      {"Image,Mass,Edema\nfilm-00.png,0.1,x\n", "row 2, column \"Edema\" holds \"x\""},
      {"Image,Mass,Edema\nfilm-00.png,0.001,0.999\n", "was begun with another model"},
    };
    for (String[] one : cases) {
      Files.writeString(table(), one[0]);
      shell.refuses(command, one[1], table().toString());
      assertEquals(one[0], Files.readString(table()));
    }
  }

  @Test
  void aFilmThatCannotBeReadIsNamedAndTheOthersGoOn() throws IOException {
    Path copy = copyOfTheFilms();
    Files.writeString(copy.resolve("film-09.png"), "no picture");
    assertEquals(ExitCode.IN_PART, score(copy));
    shell.assertSentence("film-09.png");
    assertEquals(table() + " has 19 of 20 films; 1 can't be read.\n", shell.out());
    List<String> images = Files.readAllLines(table()).stream().map(l -> l.split(",")[0]).toList();
    assertEquals(1 + 19, images.size());
    assertTrue(!images.contains("film-09.png") && images.contains("film-10.png"), "" + images);
  }

  @Test
  void aFilmThatNeedsMoreMemoryThanThereIsCostsTheOthersOfItsGroupNothing() throws IOException {
    Path copy = copyOfTheFilms();
    Files.write(copy.resolve("film-03.png"), tiffOfDoubles(10_000));
    assertEquals(3, score(copy), shell::err);
    assertEquals(table() + " has 19 of 20 films; 1 can't be read.\n", shell.out());
    shell.assertSentence(
        "film-03.png was not read, as memory is short: it is 10,000 x 10,000 pixels and takes ",
        "JDK_JAVA_OPTIONS=-Xmx");
    List<String> without = Files.readAllLines(table());
    Files.delete(table());
    assertEquals(0, score(films), shell::err);
    List<String> all = Files.readAllLines(table());
    all.remove(4);
    for (int i = 1; i < all.size(); i++) {
      String[] expected = all.get(i).split(",");
      String[] found = without.get(i).split(",");
      assertEquals(expected[0], found[0]);
      assertEquals(Float.parseFloat(expected[1]), Float.parseFloat(found[1]), 1e-5f, expected[0]);
    }
  }

  /** The header of a square film of three numbers of 64 bits a pixel, in one packed strip. */
  private static byte[] tiffOfDoubles(int side) {
    ByteBuffer out = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x2A4949).putInt(8).putShort((short) 10);
    int[][] entries = {
      {256, 4, 1, side}, {257, 4, 1, side}, {258, 3, 3, 1000}, {259, 3, 1, 8}, {262, 3, 1, 2},
      {273, 4, 1, 2000}, {277, 3, 1, 3}, {278, 4, 1, side}, {279, 4, 1, 100}, {339, 3, 3, 1006}
    };
    for (int[] entry : entries) {
      out.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(entry[3]);
    }
    for (int i = 0; i < 3; i++) {
      out.putShort(1000 + 2 * i, (short) 64).putShort(1006 + 2 * i, (short) 3);
    }
    return out.array();
  }

  @Test
  void picturesOfAFolderThatCannotBeReadAreSeenInTheExitStatus() throws IOException {
    Path copy = copyOfTheFilms();
    Files.writeString(copy.resolve("notes.txt"), "");
    Files.writeString(copy.resolve("more.txt"), "Read by Anna.");
    assertEquals(0, score(copy), "text is no picture: " + shell.err());
    Files.write(copy.resolve("none.png"), new byte[0]);
    Files.writeString(copy.resolve("web.webp"), "RIFF\0\0\0\0WEBPVP8 ");
    assertEquals(ExitCode.IN_PART, score(copy), shell::err);
    assertTrue(shell.err().contains("picture files that are empty: 1 (none.png)"), shell.err());
    assertTrue(
        shell
            .err()
            .contains(
                "picture files that are WebP, which can't be read; save them as PNG: 1 (web.webp)"),
        shell.err());
    assertEquals(
        table() + " has 20 of 22 films, 20 of them from before; 2 can't be read.\n", shell.out());
    // A list of films asks for those that it names.
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "Image\nfilm-03.png\n");
    Files.delete(table());
    assertEquals(0, score(list, "--pictures", copy), shell::err);
  }

  @Test
  void picturesThatATableNamesAndThatAreNotThereAreNamed() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "Image\nfilm-03.png\nnone.png\nfilm-01.png\n");
    assertEquals(ExitCode.IN_PART, score(list, "--pictures", films));
    shell.assertSentence("none.png");
    assertTrue(shell.out().contains("has 2 of 3 films; of 1 there is no picture."), shell.out());
    List<String> images = Files.readAllLines(table()).stream().map(l -> l.split(",")[0]).toList();
    assertEquals(List.of("Image", "film-03.png", "film-01.png"), images);

    Files.writeString(list, "Image\nfilm-03.png\nfilm-01.png\nfilm-03.png\n");
    assertEquals(ExitCode.FAILED, score(list, "--pictures", films));
    shell.assertSentence(list + ", row 4 names the picture film-03.png, as row 2 does");
    assertEquals(ExitCode.FAILED, score(folder.resolve("nowhere")));
    shell.assertSentence("There is no folder, table or picture " + folder.resolve("nowhere"));
  }

  @Test
  void filmsOfTheSameNameAreAllScoredAndCountedTruly() throws IOException {
    for (String patient : List.of("p1", "p2")) {
      Path study = Files.createDirectories(folder.resolve("same/" + patient + "/study1"));
      Files.copy(films.resolve("film-01.png"), study.resolve("view1_frontal.png"));
    }
    Files.writeString(folder.resolve("same/notes.txt"), "Read by Anna.");
    assertEquals(0, score(folder.resolve("same")), shell::err);
    assertEquals(table() + " has 2 of 2 films.\n", shell.out());
    assertTrue(
        shell.err().contains("cxrlab: Left out: files that are text: 1 (notes.txt)."), shell.err());
    assertEquals(
        List.of("Image", "p1/study1/view1_frontal.png", "p2/study1/view1_frontal.png"),
        Files.readAllLines(table()).stream().map(l -> l.split(",")[0]).toList());
  }

  /** A child in which Ctrl-C is not ignored, as it is in what a script starts behind itself. */
  private Process child(Path many) throws IOException {
    return command(many, table()).redirectErrorStream(true).start();
  }

  private ProcessBuilder command(Path many, Path out) {
    return new ProcessBuilder(
        "env",
        "--default-signal=INT",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.awt.headless=true",
        "-Dai.djl.offline=true",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "score",
        model.toString(),
        many.toString(),
        "--size=160",
        "-o",
        out.toString());
  }

  /** Weights that are numbers, but so large that their products are not. */
  @Test
  void aModelThatComputesNoNumberWritesNoRow() throws IOException {
    Path broken = folder.resolve("broken");
    try (var network = SmallDenseNet.create(Labels.of("Mass", "Edema"), 3)) {
      Path file = network.exportSafetensors(folder.resolve("broken.safetensors"));
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int header = (int) all.getLong(0);
      String names = new String(bytes, 8, header, StandardCharsets.UTF_8);
      Matcher place =
          Pattern.compile("\"features.conv0.weight\".*?\"data_offsets\":\\[(\\d+),(\\d+)")
              .matcher(names);
      assertTrue(place.find(), names);
      int end = Integer.parseInt(place.group(2));
      for (int at = Integer.parseInt(place.group(1)); at < end; at += Float.BYTES) {
        all.putFloat(8 + header + at, 3e38f);
      }
      Files.write(file, bytes);
      network.loadWeights(Weights.read(file)).save(broken);
    }
    Files.deleteIfExists(table());
    assertEquals(ExitCode.FAILED, shell.run("score", broken, films, "-o", table()), shell::err);
    assertTrue(shell.err().contains("the model computes no number here"), shell.err());
    assertEquals(List.of("Image,Mass,Edema"), Files.readAllLines(table()));
    Path map = folder.resolve("map.png");
    String film = films.resolve("film-01.png").toString();
    shell.refuses(
        new String[] {"explain", broken.toString(), film, "--label=Mass", "-o", map.toString()},
        "the model computes no number here");
    assertFalse(Files.exists(map));
  }

  /** What the command prints would lie over the beginning of the table. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theFileOfStandardOutputIsNoPlaceForATable() throws Exception {
    for (Path out : List.of(Path.of("/dev/stdout"), table())) {
      Files.deleteIfExists(table());
      Process child = command(films, out).redirectOutput(table().toFile()).start();
      String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(ExitCode.FAILED, child.waitFor(), said);
      assertTrue(said.contains("name another file"), said);
      assertEquals("", Files.readString(table()));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void ctrlCKeepsWhatIsDoneAndTheSameCommandGoesOn() throws Exception {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 300; i++) {
      Path film = films.resolve(Text.format("film-%02d.png", i % FILMS));
      Files.copy(film, many.resolve(Text.format("film-%03d.png", i)));
    }
    Process first = child(many);
    try {
      while (first.isAlive() && (!Files.exists(table()) || Files.size(table()) < 200)) {
        Thread.sleep(2);
      }
      new ProcessBuilder("kill", "-INT", Long.toString(first.pid())).start().waitFor();
      String said = new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(ExitCode.INTERRUPTED, first.waitFor(), said);
      assertTrue(said.contains("Stopping; what is done is kept."), said);
      assertTrue(said.contains("It was stopped; the same command goes on from there."), said);
    } finally {
      first.destroyForcibly();
    }
    List<String> kept = Files.readAllLines(table());
    assertTrue(kept.size() > 8 && kept.size() < 301, kept.size() + " rows");
    assertTrue(Files.readString(table()).endsWith("\n"), "the last row is whole");

    assertEquals(0, score(many, "--size=160"), shell::err);
    List<String> all = Files.readAllLines(table());
    assertEquals(301, all.size());
    assertEquals(kept, all.subList(0, kept.size()));
    assertTrue(shell.out().contains(kept.size() - 1 + " of them from before"), shell.out());
  }
}
