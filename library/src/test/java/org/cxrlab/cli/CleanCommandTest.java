package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cxrlab.data.Films;
import org.cxrlab.data.UncertainLabels;
import org.cxrlab.disk.Hold;
import org.cxrlab.figure.Fonts;
import org.cxrlab.image.GrayImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Films without their patients' data, as the shell makes them. */
class CleanCommandTest {
  @TempDir private Path folder;
  private final Shell shell = new Shell();

  private Path in() {
    return folder.resolve("films");
  }

  private Path out() {
    return folder.resolve("cleaned");
  }

  private int clean(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("clean", in(), "-o", out()));
    arguments.addAll(Arrays.asList(more));
    return shell.run(arguments.toArray());
  }

  private DicomForTests film(String name, int seed) throws IOException {
    int[] levels = new int[12];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (i * 331 + seed * 97) % 4096;
    }
    levels[11] = 4095;
    return new DicomForTests(in().resolve(name), 4, 3, 12, levels);
  }

  private List<Map<String, String>> table(String name) throws IOException {
    List<String> lines = Files.readAllLines(out().resolve(name));
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(header.get(i), cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private Map<Path, byte[]> files() throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(out().relativize(file), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static void assertSameFiles(Map<Path, byte[]> expected, Map<Path, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name.toString()));
  }

  private static int[] levels(Path png) throws IOException {
    var raster = ImageIO.read(png.toFile()).getRaster();
    assertEquals(16, raster.getSampleModel().getSampleSize(0));
    assertEquals(1, raster.getNumBands());
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
  }

  /** The names of a PNG's chunks. */
  private static List<String> chunks(byte[] png) {
    List<String> names = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(png).position(8);
    while (in.hasRemaining()) {
      int length = in.getInt();
      byte[] name = new byte[4];
      in.get(name);
      names.add(new String(name, java.nio.charset.StandardCharsets.US_ASCII));
      in.position(in.position() + length + 4);
    }
    return names;
  }

  @Test
  void storedBitsFillSixteenAndTheHighOnesAreTheStoredValue() throws IOException {
    film("a.dcm", 1).text(0x00100020, "LO", "7").window(1000, 500).write();
    assertEquals(0, clean(), shell::err);
    Map<String, String> row = table("report.csv").get(0);
    assertEquals("12", row.get("Bits"));
    Path picture = out().resolve("images").resolve(row.get("Image"));
    int[] stored = film("a.dcm", 1).levels();
    int[] written = levels(picture);
    for (int i = 0; i < stored.length; i++) {
      assertEquals(stored[i], written[i] >> 4);
      assertEquals(Math.round(stored[i] * 65535 / 4095.0), written[i]);
    }
    assertEquals(
        List.of("IHDR", "IDAT", "IEND"),
        chunks(Files.readAllBytes(picture)).stream().distinct().toList());
  }

  @Test
  void signedValuesBeginAtZeroAndMonochrome1IsTurned() throws IOException {
    int[] signed = {-2048, -1, 0, 2047};
    new DicomForTests(in().resolve("signed.dcm"), 4, 1, 12, signed).signed().write();
    assertEquals(0, clean(), shell::err);
    int[] written = levels(out().resolve("images").resolve(table("films.csv").get(0).get("Image")));
    assertArrayEquals(new int[] {0, 2047, 2048, 4095}, shifted(written));

    new DicomForTests(in().resolve("signed.dcm"), 4, 1, 12, 0, 1, 4094, 4095)
        .text(0x00280004, "CS", "MONOCHROME1")
        .write();
    Path other = folder.resolve("other");
    assertEquals(0, shell.run("clean", in(), "-o", other), shell::err);
    try (Stream<Path> pictures = Files.list(other.resolve("images"))) {
      int[] turned = levels(pictures.findFirst().orElseThrow());
      assertArrayEquals(new int[] {4095, 4094, 1, 0}, shifted(turned));
    }
  }

  private static int[] shifted(int... sixteenBits) {
    return Arrays.stream(sixteenBits).map(level -> level >> 4).toArray();
  }

  @Test
  void throughTheWindowItIsWhatAViewerShows() throws IOException {
    film("a.dcm", 1).window(1000, 500).write();
    assertEquals(0, clean("--window"), shell::err);
    GrayImage shown = GrayImage.read(in().resolve("a.dcm"));
    GrayImage written =
        GrayImage.read(out().resolve("images").resolve(table("films.csv").get(0).get("Image")));
    assertArrayEquals(shown.pixels(), written.pixels(), 1e-5f);
    assertEquals(ExitCode.MISUSED, clean("--window", "--as=dicom"));
  }

  @Test
  void filmsOfAPatientShareAPseudonymAndNobodyElseDoes() throws IOException {
    film("1.dcm", 1).text(0x00100020, "LO", "4711").write();
    film("2.dcm", 2).text(0x00100020, "LO", "4711 ").write();
    film("3.dcm", 3).text(0x00100020, "LO", "4711").text(0x00100021, "LO", "B").write();
    film("4.dcm", 4).text(0x0020000D, "UI", "1.2.3").write();
    film("5.dcm", 5).text(0x0020000D, "UI", "1.2.3").write();
    film("6.dcm", 6).write();
    Shell.film(in().resolve("7.png"), 7);
    assertEquals(0, clean(), shell::err);
    assertTrue(shell.out().startsWith(out() + " has 7 of 7 films, of 5 patients in all."));
    var counts = new TreeMap<String, Integer>();
    for (Map<String, String> row : table("films.csv")) {
      counts.merge(row.get("PatientId"), 1, Integer::sum);
      assertTrue(row.get("PatientId").matches("P[0-9a-f]{16}"), row::toString);
      assertTrue(row.get("Image").matches("P[0-9a-f]{16}-[0-9a-f]{8}\\.png"), row::toString);
    }
    assertEquals(List.of(1, 1, 1, 2, 2), counts.values().stream().sorted().toList());
  }

  @Test
  void theSameKeyGivesTheSameNamesAndAnotherKeyOthers() throws IOException {
    film("a.dcm", 1).text(0x00100020, "LO", "4711").write();
    assertEquals(0, clean(), shell::err);
    Path key = folder.resolve("cxrlab-clean.key");
    Map<Path, byte[]> first = files();
    Path again = folder.resolve("again");
    assertEquals(0, shell.run("clean", in(), "-o", again, "--key", key), shell::err);
    try (Stream<Path> pictures = Files.list(again.resolve("images"))) {
      assertTrue(first.containsKey(again.relativize(pictures.findFirst().orElseThrow())));
    }
    Path strange = folder.resolve("strange");
    Path otherKey = folder.resolve("other.key");
    assertEquals(0, shell.run("clean", in(), "-o", strange, "--key", otherKey), shell::err);
    assertNotEquals(Files.readString(key), Files.readString(otherKey));
    try (Stream<Path> pictures = Files.list(strange.resolve("images"))) {
      assertFalse(first.containsKey(strange.relativize(pictures.findFirst().orElseThrow())));
    }
    shell.refuses(
        new String[] {"clean", in() + "", "-o", out() + "", "--key=" + otherKey},
        "was begun otherwise (Key: ",
        "or name another folder with -o");
    Files.delete(key);
    shell.refuses(
        new String[] {"clean", in() + "", "-o", out() + ""},
        "was begun with a key, and there is none at " + key);
    assertSameFiles(first, files());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void keyAndMappingAreForTheirOwnersEyes() throws IOException {
    film("a.dcm", 1).text(0x00100020, "LO", "4711").write();
    Path mapping = folder.resolve("mapping.csv");
    assertEquals(0, clean("--mapping", mapping), shell::err);
    Path key = folder.resolve("cxrlab-clean.key");
    for (Path file : List.of(key, mapping)) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    String image = table("films.csv").get(0).get("Image");
    assertEquals(
        List.of("File,Image,Why not", in().resolve("a.dcm") + "," + image + ","),
        Files.readAllLines(mapping));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(0, clean(), shell::err);
    shell.assertSentence("Others may read the key " + key, "chmod 600");
  }

  @Test
  void uncertainLabelsStayUncertainAndBlankOnesBlank() throws IOException {
    for (int i = 0; i < 4; i++) {
      Shell.film(in().resolve(i + ".png"), i);
    }
    Files.writeString(
        in().resolve("films.csv"),
        "Image,PatientId,Mass,Edema\n0.png,A,1,-1\n1.png,B,0,1\n2.png,C,-1,0\n3.png,D,,uncertain\n");
    assertEquals(0, clean(), shell::err);
    assertEquals(
        List.of(",-1", "-1,0", "0,1", "1,-1"),
        table("films.csv").stream()
            .map(row -> row.get("Mass") + "," + row.get("Edema"))
            .sorted()
            .toList());
    Films films = Films.open(out());
    assertEquals(2, films.uncertain(UncertainLabels.positive()).withLabel("Mass").size());
    assertEquals(3, films.uncertain(UncertainLabels.positive()).withLabel("Edema").size());
    assertEquals(1, films.withLabel("Mass").size());
    assertEquals(1, films.stream().filter(film -> film.details().blank().contains("Mass")).count());
    byte[] first = Files.readAllBytes(out().resolve("films.csv"));
    assertEquals(0, clean(), shell::err);
    assertArrayEquals(first, Files.readAllBytes(out().resolve("films.csv")));
  }

  @Test
  void labelsOfATableGoAlongAndTheResultOpensAsFilms() throws IOException {
    for (int i = 0; i < 3; i++) {
      Shell.film(in().resolve(i + ".png"), i);
    }
    Files.writeString(
        in().resolve("films.csv"),
        "Image,Mass,PatientId,Edema,View,Age,Sex\n"
            + "0.png,1,Anna,0,PA,93,F\n1.png,0,Ben,,Doe,0.5,M\n2.png,0,Anna,1,AP,57,F\n");
    assertEquals(0, clean("--age", "--sex"), shell::err);
    Films films = Films.open(out());
    assertEquals(List.of("Mass", "Edema"), films.labels().names());
    assertEquals(3, films.size());
    assertEquals(2, films.patients().count());
    Map<String, Map<String, String>> byMass = new TreeMap<>();
    table("films.csv").forEach(row -> byMass.put(row.get("Mass") + row.get("Edema"), row));
    assertEquals("090Y", byMass.get("10").get("Age"));
    assertEquals("006M", byMass.get("0").get("Age"));
    assertEquals("057Y", byMass.get("01").get("Age"));
    assertEquals("", byMass.get("0").get("View"));
    assertEquals("AP", byMass.get("01").get("View"));
    assertEquals(byMass.get("10").get("PatientId"), byMass.get("01").get("PatientId"));
    // A grey of eight bits is the same after sixteen.
    assertArrayEquals(
        GrayImage.read(in().resolve("0.png")).pixels(),
        GrayImage.read(out().resolve("images").resolve(byMass.get("10").get("Image"))).pixels(),
        1e-7f);
  }

  @Test
  void ageAndSexAreToldOnlyIfAskedFor() throws IOException {
    film("a.dcm", 1).text(0x00101010, "AS", "093Y").text(0x00100040, "CS", "F").write();
    assertEquals(0, clean(), shell::err);
    assertFalse(table("films.csv").get(0).containsKey("Age"));
    assertFalse(table("films.csv").get(0).containsKey("Sex"));
  }

  @Test
  void fileThatCantBeReadIsNamedAndNeverCopied() throws IOException {
    film("good.dcm", 1).write();
    Files.write(in().resolve("bad.png"), new byte[] {1, 2, 3});
    Path cut = in().resolve("cut.dcm");
    film("cut.dcm", 2).write();
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length - 5));
    assertEquals(ExitCode.IN_PART, clean(), shell::err);
    assertTrue(shell.err().contains("cut.dcm is cut short"), shell::err);
    assertTrue(shell.out().contains("has 1 of "), shell::out);
    try (Stream<Path> pictures = Files.list(out().resolve("images"))) {
      assertEquals(1, pictures.count());
    }
    List<String> fates = table("report.csv").stream().map(row -> row.get("Became")).toList();
    assertTrue(fates.contains("can't be read") && fates.contains("written"), fates::toString);
    String report = Files.readString(out().resolve("report.csv"));
    assertFalse(report.contains("cut"), report);
  }

  @Test
  void aFolderThatAnotherCleaningWritesToIsRefused() throws IOException {
    film("a.dcm", 1).write();
    try (Hold other = Hold.takeFolder(out(), Duration.ZERO).orElseThrow()) {
      assertTrue(other.channel().isOpen());
      refuses(in(), out(), "Another command is writing cleaned films to " + out());
    }
    assertEquals(0, clean(), shell::err);
  }

  @Test
  void whatIsThereIsKeptAndOnlyWhatIsMissingIsMade() throws IOException {
    for (int i = 0; i < 6; i++) {
      film(i + ".dcm", i).text(0x00100020, "LO", "P" + i / 2).write();
    }
    assertEquals(0, clean(), shell::err);
    Map<Path, byte[]> all = files();
    List<Map<String, String>> rows = table("films.csv");
    Path missing = out().resolve("images").resolve(rows.get(0).get("Image"));
    Path kept = out().resolve("images").resolve(rows.get(1).get("Image"));
    Files.delete(missing);
    Files.setLastModifiedTime(kept, java.nio.file.attribute.FileTime.fromMillis(1000));
    assertEquals(0, clean(), shell::err);
    assertTrue(shell.out().contains("6 of 6 films, 5 of them from before"), shell::out);
    assertEquals(1000, Files.getLastModifiedTime(kept).toMillis());
    assertSameFiles(all, files());

    // As a run that was killed leaves it: pictures without a table.
    Files.delete(out().resolve("films.csv"));
    assertEquals(0, clean(), shell::err);
    assertSameFiles(all, files());
  }

  @Test
  void furtherFilmsAreAddedAndThoseThereStay() throws IOException {
    film("a.dcm", 1).text(0x00100020, "LO", "4711").write();
    assertEquals(0, clean(), shell::err);
    Path more = folder.resolve("more");
    new DicomForTests(more.resolve("b.dcm"), 2, 2, 12, 1, 2, 3, 4)
        .text(0x00100020, "LO", "4711")
        .write();
    assertEquals(0, shell.run("clean", more, "-o", out()), shell::err);
    assertTrue(shell.out().contains("has 1 of 1 film, of 1 patient in all"), shell::out);
    assertEquals(2, table("films.csv").size());
    assertEquals(2, table("report.csv").size());
  }

  @Test
  void filmsThatAreAlikeToTheLastByteAreBothKept() throws IOException {
    film("a.dcm", 1).text(0x00100020, "LO", "4711").write();
    Files.copy(in().resolve("a.dcm"), in().resolve("b.dcm"));
    assertEquals(0, clean(), shell::err);
    assertEquals(
        2, new HashSet<>(table("films.csv").stream().map(r -> r.get("Image")).toList()).size());
    assertEquals(0, clean(), shell::err);
    assertTrue(shell.out().contains("2 of 2 films, 2 of them from before"), shell::out);
  }

  @Test
  void placesThatWouldMixFilmsAndSecretsAreRefused() throws IOException {
    film("a.dcm", 1).write();
    Path within = in().resolve("cleaned");
    refuses(in(), within, "lies within the other");
    refuses(in(), in(), "lies within the other");
    refuses(in(), folder, "lies within the other");
    refuses(in(), out(), "would be handed on", "--key=" + out().resolve("key"));
    refuses(in(), out(), "would be handed on", "--mapping=" + out().resolve("map.csv"));
    refuses(in(), out(), "would lie among the films", "--mapping=" + in().resolve("map.csv"));
    refuses(folder.resolve("none"), out(), "There is no folder");
    refuses(in().resolve("a.dcm"), out(), "is a file; name the folder");
    Files.createDirectories(folder.resolve("full"));
    Files.writeString(folder.resolve("full/letter.txt"), "x");
    refuses(in(), folder.resolve("full"), "holds other files");
    Path noKey = Files.writeString(folder.resolve("letter.key"), "no key");
    refuses(in(), out(), "holds no key of cxrlab clean", "--key=" + noKey);
    assertFalse(Files.exists(out()));
    try (Stream<Path> films = Files.list(in())) {
      assertEquals(1, films.count());
    }
  }

  private void refuses(Path from, Path to, String part, String... options) {
    List<String> arguments = new ArrayList<>(List.of("clean", from + "", "-o", to + ""));
    arguments.addAll(List.of(options));
    shell.refuses(arguments.toArray(String[]::new), part);
  }

  @Test
  void outputOfOtherOptionsIsNotMixed() throws IOException {
    film("a.dcm", 1).write();
    assertEquals(0, clean(), shell::err);
    shell.refuses(
        new String[] {"clean", in() + "", "-o", out() + "", "--as=dicom"},
        "was begun otherwise (Form: PNG",
        "now it would be Form: DICOM");
  }

  @Test
  void filmsThatMayShowTextAreNamedByTheirNewNames() throws IOException {
    Fonts.install();
    var image = new BufferedImage(400, 400, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setFont(Fonts.regular(20));
    g.drawString("DOE^JANE 1958", 30, 60);
    g.dispose();
    Files.createDirectories(in());
    ImageIO.write(image, "png", in().resolve("a.png").toFile());
    film("b.dcm", 1).text(0x00280301, "CS", "YES").write();
    assertEquals(4, clean(), shell::err);
    Map<String, String> texts = new TreeMap<>();
    table("report.csv").forEach(row -> texts.put(row.get("Text"), row.get("Image")));
    assertEquals(Set.of("seen", "said by the file"), texts.keySet());
    assertTrue(shell.out().contains("2 films may show text"), shell::out);
    assertTrue(shell.out().contains(texts.get("seen")), shell::out);
    assertTrue(Files.readString(out().resolve("about.txt")).contains(texts.get("seen") + ": seen"));
    assertTrue(
        Arrays.stream(levels(out().resolve("images").resolve(texts.get("seen")))).max().orElse(0)
            > 0);

    Path blank = folder.resolve("blank");
    assertEquals(4, shell.run("clean", in(), "-o", blank, "--blank-text"), shell::err);
    int[] levels = levels(blank.resolve("images").resolve(texts.get("seen")));
    assertEquals(0, Arrays.stream(levels).max().orElse(0));
  }

  @Test
  void helpTellsTheRulesAndTheExitStatus() {
    assertEquals(0, shell.run("clean", "--help"));
    String help = shell.out().replaceAll("\\s+", " ");
    for (String part :
        List.of(
            "does not replace a look",
            "becomes 0 to 65535",
            "never hand it on",
            "some may show text; they are named")) {
      assertTrue(help.contains(part), part + " is not in: " + help);
    }
  }
}
