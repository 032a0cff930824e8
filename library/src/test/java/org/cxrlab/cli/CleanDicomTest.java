package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films that are written anew as DICOM, read element by element. */
class CleanDicomTest {
  /** All that a file may hold beside its file header. */
  private static final Set<String> ALLOWED =
      Set.of(
          "00080008",
          "00080016",
          "00080018",
          "00080020",
          "00080030",
          "00080050",
          "00080060",
          "00080064",
          "00080090",
          "00100010",
          "00100020",
          "00100030",
          "00100040",
          "00101010",
          "00120062",
          "00120063",
          "00181164",
          "00185101",
          "0020000D",
          "0020000E",
          "00200010",
          "00200011",
          "00200013",
          "00200020",
          "00200060",
          "00280002",
          "00280004",
          "00280010",
          "00280011",
          "00280030",
          "00280100",
          "00280101",
          "00280102",
          "00280103",
          "00280301",
          "00281050",
          "00281051",
          "00282110",
          "7FE00010");

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  private DicomForTests film(String name, int... levels) {
    return new DicomForTests(folder.resolve("films").resolve(name), levels.length, 1, 12, levels);
  }

  private List<Map<String, byte[]>> clean(String... more) throws IOException {
    Path out = folder.resolve("out");
    String[] arguments =
        Stream.concat(
                Stream.of("clean", folder.resolve("films") + "", "-o", out + "", "--as=dicom"),
                Stream.of(more))
            .toArray(String[]::new);
    assertEquals(0, shell.run((Object[]) arguments), shell::err);
    try (Stream<Path> files = Files.list(out.resolve("images"))) {
      return files.sorted().map(CleanDicomTest::elements).toList();
    }
  }

  /** The elements of an Explicit VR Little Endian file in the order of their tags. */
  private static Map<String, byte[]> elements(Path file) {
    Map<String, byte[]> elements = new TreeMap<>();
    try {
      var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals("DICM", new String(in.array(), 128, 4, StandardCharsets.US_ASCII));
      in.position(132);
      String last = "";
      while (in.hasRemaining()) {
        String tag = Text.format("%04X%04X", in.getShort(), in.getShort());
        String type = "" + (char) in.get() + (char) in.get();
        boolean wide = type.startsWith("O") || type.equals("SQ");
        if (wide) {
          in.getShort();
        }
        byte[] value = new byte[wide ? in.getInt() : in.getShort()];
        assertEquals(0, value.length % 2, tag);
        in.get(value);
        assertTrue(tag.compareTo(last) > 0, tag + " after " + last);
        elements.put(tag, value);
        last = tag;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return elements;
  }

  private static String text(Map<String, byte[]> elements, String tag) {
    return new String(elements.get(tag), StandardCharsets.US_ASCII).replace('\0', ' ').strip();
  }

  private static int[] levels(Map<String, byte[]> elements) {
    var pixels = ByteBuffer.wrap(elements.get("7FE00010")).order(ByteOrder.LITTLE_ENDIAN);
    int[] levels = new int[pixels.remaining() / 2];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Short.toUnsignedInt(pixels.getShort());
    }
    return levels;
  }

  @Test
  void holdsThePictureAsItWasAndNothingElse() throws IOException {
    film("a.dcm", 0, 1, 2000, 4095)
        .text(0x00080060, "CS", "DX")
        .text(0x00185101, "CS", "AP")
        .text(0x00181164, "DS", "0.139\\0.139")
        .text(0x00100010, "PN", "Doe^Jane")
        .text(0x00101010, "AS", "061Y")
        .window(2048, 4096)
        .write();
    Map<String, byte[]> film = clean().get(0);
    film.keySet().stream()
        .filter(tag -> !tag.startsWith("0002"))
        .forEach(tag -> assertTrue(ALLOWED.contains(tag), tag));
    assertArrayEquals(new int[] {0, 1, 2000, 4095}, levels(film));
    assertEquals("1.2.840.10008.5.1.4.1.1.7", text(film, "00080016"));
    assertEquals("1.2.840.10008.1.2.1", text(film, "00020010"));
    assertEquals(text(film, "00080018"), text(film, "00020003"));
    assertEquals("DX", text(film, "00080060"));
    assertEquals("AP", text(film, "00185101"));
    assertEquals("0.139\\0.139", text(film, "00181164"));
    assertEquals("2048", text(film, "00281050"));
    assertEquals("4096", text(film, "00281051"));
    assertEquals("YES", text(film, "00120062"));
    assertEquals("", text(film, "00100010"));
    assertTrue(text(film, "00100020").matches("P[0-9a-f]{16}"));
    assertTrue(text(film, "00120063").length() <= 64);
    assertEquals("MONOCHROME2", text(film, "00280004"));
  }

  @Test
  void turnedAndSignedFilmsAreShownAsTheyWere() throws IOException {
    film("a.dcm", -2048, -100, 0, 2047)
        .signed()
        .text(0x00280004, "CS", "MONOCHROME1")
        .text(0x00281053, "DS", "2")
        .text(0x00281052, "DS", "10")
        .window(50, 1000)
        .write();
    Map<String, byte[]> film = clean().get(0);
    assertArrayEquals(new int[] {4095, 2147, 2047, 0}, levels(film));
    GrayImage before = GrayImage.read(folder.resolve("films/a.dcm"));
    try (Stream<Path> files = Files.list(folder.resolve("out/images"))) {
      GrayImage after = GrayImage.read(files.findFirst().orElseThrow());
      assertArrayEquals(before.pixels(), after.pixels(), 1e-5f);
    }
  }

  @Test
  void curveOfADisplayGoesAlong() throws IOException {
    film("a.dcm", 0, 1000, 2000, 4095).window(2048, 1000).text(0x00281056, "CS", "SIGMOID").write();
    Map<String, byte[]> film = clean().get(0);
    assertArrayEquals(new int[] {0, 1000, 2000, 4095}, levels(film));
    GrayImage before = GrayImage.read(folder.resolve("films/a.dcm"));
    try (Stream<Path> files = Files.list(folder.resolve("out/images"))) {
      GrayImage after = GrayImage.read(files.findFirst().orElseThrow());
      assertArrayEquals(before.pixels(), after.pixels(), 1e-4f);
    }
  }

  @Test
  void studiesAndSeriesStayTogetherUnderNewUids() throws IOException {
    String[][] uids = {{"1.2.3", "1.2.3.1"}, {"1.2.3", "1.2.3.2"}, {"1.2.4", "1.2.4.1"}};
    for (int i = 0; i < uids.length; i++) {
      film(i + ".dcm", i, 2, 3, 4095)
          .text(0x00100020, "LO", "7")
          .text(0x00080018, "UI", "1.2.3.9." + i)
          .text(0x0020000D, "UI", uids[i][0])
          .text(0x0020000E, "UI", uids[i][1])
          .write();
    }
    List<Map<String, byte[]>> films = clean();
    assertEquals(1, films.stream().map(f -> text(f, "00100020")).distinct().count());
    assertEquals(2, films.stream().map(f -> text(f, "0020000D")).distinct().count());
    assertEquals(3, films.stream().map(f -> text(f, "0020000E")).distinct().count());
    assertEquals(3, films.stream().map(f -> text(f, "00080018")).distinct().count());
    for (Map<String, byte[]> film : films) {
      for (String tag : List.of("0020000D", "0020000E", "00080018")) {
        String uid = text(film, tag);
        assertTrue(uid.startsWith("2.25.") && uid.length() <= 64, uid);
        BigInteger number = new BigInteger(uid.substring(5));
        assertTrue(number.bitLength() <= 128);
        assertNotEquals('0', uid.charAt(5));
      }
    }
  }

  @Test
  void wordsThatAreNotUsualAreNotWritten() throws IOException {
    film("a.dcm", 1, 2, 3, 4)
        .text(0x00080060, "CS", "DOE")
        .text(0x00185101, "CS", "DOE")
        .text(0x00100040, "CS", "DOE")
        .text(0x00101010, "AS", "DOE ")
        .text(0x00280030, "DS", "DOE ")
        .write();
    Map<String, byte[]> film = clean("--age", "--sex").get(0);
    assertEquals("OT", text(film, "00080060"));
    assertEquals("", text(film, "00100040"));
    for (String tag : List.of("00185101", "00101010", "00280030")) {
      assertTrue(!film.containsKey(tag), tag);
    }
  }

  @Test
  void ageAndSexStayIfAskedFor() throws IOException {
    film("a.dcm", 1, 2, 3, 4).text(0x00101010, "AS", "095Y").text(0x00100040, "CS", "F").write();
    Map<String, byte[]> film = clean("--age", "--sex").get(0);
    assertEquals("090Y", text(film, "00101010"));
    assertEquals("F", text(film, "00100040"));
  }
}
