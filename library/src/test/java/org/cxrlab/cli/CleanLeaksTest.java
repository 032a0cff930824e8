package org.cxrlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is put into every place of a film's file that one can think of; none gets out. */
class CleanLeaksTest {
  private static final String SECRET = "Zyxwvut";

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  /** A folder, files and every place in them carry the secret. */
  private Path films() throws IOException {
    Path films = folder.resolve("ward " + SECRET).resolve(SECRET);
    Files.createDirectories(films);
    dicom(films.resolve(SECRET + ".dcm"));
    png(films.resolve(SECRET + ".png"));
    jpeg(films.resolve(SECRET + ".jpg"));
    Files.writeString(films.resolve(SECRET + ".txt"), SECRET);
    Files.writeString(films.resolve("broken " + SECRET + ".png"), SECRET);
    return films;
  }

  private static void dicom(Path file) throws IOException {
    int[] levels = new int[64];
    Arrays.setAll(levels, i -> i * 60);
    var film = new DicomForTests(file, 8, 8, 12, levels).trailing(SECRET);
    String[][] texts = {
      {"00020016", "AE"}, {"00080005", "CS"}, {"00080008", "CS"}, {"00080020", "DA"},
      {"00080050", "SH"}, {"00080060", "CS"}, {"00080070", "LO"}, {"00080080", "LO"},
      {"00080090", "PN"}, {"00081010", "SH"}, {"00081030", "LO"}, {"0008103E", "LO"},
      {"00081070", "PN"}, {"00084000", "LT"}, {"00100010", "PN"}, {"00100020", "LO"},
      {"00100021", "LO"}, {"00100030", "DA"}, {"00100040", "CS"}, {"00101000", "LO"},
      {"00101001", "PN"}, {"00101010", "AS"}, {"00101040", "LO"}, {"00104000", "LT"},
      {"00120010", "LO"}, {"00180015", "CS"}, {"00181000", "LO"}, {"00181030", "LO"},
      {"00185101", "CS"}, {"0020000D", "UI"}, {"0020000E", "UI"}, {"00080018", "UI"},
      {"00200010", "SH"}, {"00200020", "CS"}, {"00200060", "CS"}, {"00204000", "LT"},
      {"00280030", "DS"}, {"00181164", "DS"}, {"00280301", "CS"}, {"00281055", "LO"},
      {"00282110", "CS"}, {"00321032", "PN"}, {"00324000", "LT"}, {"00400244", "DA"},
      {"00090010", "LO"}, {"00091001", "LO"}, {"00091002", "UN"}, {"60003000", "OW"},
      {"60004000", "LT"}, {"00420011", "OB"}, {"FFFCFFFC", "OB"},
    };
    for (String[] text : texts) {
      film.text((int) Long.parseLong(text[0], 16), text[1], SECRET);
    }
    film.sequence(0x00081140, 0x00081155, "UI", SECRET);
    film.sequence(0x00101002, 0x00100020, "LO", SECRET);
    film.sequence(0x00400275, 0x00321060, "LO", SECRET);
    film.sequence(0x00880200, 0x7FE00010, "OB", SECRET);
    film.sequence(0x04000561, 0x04000550, "LO", SECRET);
    film.write();
  }

  private static void png(Path file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var image = new BufferedImage(48, 40, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 48 * 40; i++) {
      image.getRaster().setSample(i % 48, i / 48, 0, i % 200);
    }
    ImageIO.write(image, "png", bytes);
    byte[] plain = bytes.toByteArray();
    int afterHeader = 33;
    var out = new ByteArrayOutputStream();
    out.write(plain, 0, afterHeader);
    for (String chunk : List.of("tEXt", "eXIf", "zzZz")) {
      out.writeBytes(chunk(chunk, "Author\0" + SECRET));
    }
    out.writeBytes(chunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0" + SECRET));
    out.write(plain, afterHeader, plain.length - afterHeader);
    out.writeBytes(SECRET.getBytes(StandardCharsets.US_ASCII));
    Files.write(file, out.toByteArray());
  }

  private static byte[] chunk(String name, String text) {
    byte[] typed = (name + text).getBytes(StandardCharsets.ISO_8859_1);
    var sum = new CRC32();
    sum.update(typed);
    return ByteBuffer.allocate(8 + typed.length)
        .putInt(typed.length - 4)
        .put(typed)
        .putInt((int) sum.getValue())
        .array();
  }

  /** With the secret in an Exif segment, an XMP one and a comment. */
  private static void jpeg(Path file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY), "jpg", bytes);
    byte[] plain = bytes.toByteArray();
    var out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.writeBytes(segment(0xE1, "http://ns.adobe.com/xap/1.0/\0" + SECRET));
    out.writeBytes(segment(0xED, "Photoshop 3.0\0" + SECRET));
    out.writeBytes(segment(0xFE, SECRET));
    out.write(plain, 2, plain.length - 2);
    Files.write(file, out.toByteArray());
  }

  private static byte[] segment(int mark, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(4 + bytes.length)
        .put((byte) 0xFF)
        .put((byte) mark)
        .putShort((short) (2 + bytes.length))
        .put(bytes)
        .array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "dicom"})
  void noSecretIsInAnyFileOrName(String as) throws IOException {
    Path films = films();
    Path out = folder.resolve("out");
    shell.run("clean", films, "-o", out, "--as", as, "--age", "--sex");
    assertTrue(shell.out().startsWith(out + " has 3 of "), () -> shell.out() + shell.err());
    assertNoSecret(out, 3);
  }

  /** The same with a table that has the secret wherever the reader of tables lets it pass. */
  @Test
  void noSecretOfATableIsInAnyFileOrName() throws IOException {
    Path films = films();
    Files.writeString(
        films.resolve(SECRET + ".csv"),
        "Image,PatientId,Mass,View,Sex\n"
            + Stream.of("dcm", "png", "jpg")
                .map(ending -> SECRET + "." + ending + "," + SECRET + ",1," + SECRET + "," + SECRET)
                .reduce("", (a, b) -> a + b + "\n"));
    Path out = folder.resolve("out");
    shell.run("clean", films, "-o", out, "--age", "--sex");
    assertTrue(shell.out().startsWith(out + " has 3 of 3 films, of 1 patient in all."), shell::out);
    assertNoSecret(out, 3);
  }

  private static void assertNoSecret(Path out, int pictures) throws IOException {
    int count = 0;
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.toList()) {
        assertClean(out.relativize(file).toString(), "a name");
        if (Files.isRegularFile(file)) {
          assertClean(
              Files.readString(file, StandardCharsets.ISO_8859_1), out.relativize(file).toString());
          count += file.getParent().endsWith("images") ? 1 : 0;
        }
      }
    }
    assertEquals(pictures, count);
  }

  private static void assertClean(String text, String where) {
    String lower = text.toLowerCase(Locale.ROOT);
    assertFalse(lower.contains(SECRET.toLowerCase(Locale.ROOT)), where);
    // And none in the order of bytes of 16-bit pixels, or with a gap after each letter.
    assertFalse(lower.contains("z\0y\0x\0w"), where);
  }
}
