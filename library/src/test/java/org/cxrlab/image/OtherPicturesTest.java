package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures other than DICOM, found by how they begin. */
class OtherPicturesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.tif, TIFF",
    "b.bmp, BMP",
    "c.webp, WEBP",
    "d.jp2, JPEG_2000",
    "e.png, PNG",
    "f.jpe, JPEG",
    "g.gif, GIF",
    "no-preamble-dicm.dcm, DICOM",
    "no-preamble-no-meta.dcm, DICOM",
    "no-meta-implicit.dcm, DICOM",
    "no-preamble-with-meta.dcm, DICOM",
    "un-simple.dcm, DICOM"
  })
  void formIsToldByTheFirstBytes(String name, PictureForm form) throws IOException {
    Path nameless = folder.resolve("IM000001");
    Files.copy(Fixtures.file("cases/" + name), nameless);
    assertEquals(Optional.of(form), PictureForm.of(nameless));
    assertEquals(form.readable(), ImageFiles.readable(nameless));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "B", "BM is a text", "II", "name,label\n", "\0\0\0\0\0\0\0\0\0\0"})
  void whatIsNoPictureHasNoForm(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("a.png"), text);
    assertEquals(Optional.empty(), PictureForm.of(file));
    assertEquals(Optional.empty(), PictureForm.of(folder));
    assertEquals(Optional.empty(), PictureForm.of(folder.resolve("none")));
  }

  @Test
  void webPIsNamed() {
    String problem = ImageFiles.problem(Fixtures.file("cases/c.webp")).orElse("none");
    assertTrue(problem.contains("c.webp is a WebP picture, which can't be read"), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"turned.jpg", "turned.png"})
  void photographIsTurnedUpright(String name) {
    GrayImage film = Fixtures.read("cases/" + name);
    assertEquals(20, film.width());
    assertEquals(40, film.height());
    // numpy.asarray(PIL.ImageOps.exif_transpose(picture))
    assertEquals(1, film.at(15, 2), 0.01);
    assertEquals(0, film.at(15, 30), 0.01);
    assertArrayEquals(
        new int[] {20, 40}, ImageFiles.size(Fixtures.file("cases/" + name)).orElseThrow());
    GrayImage reduced = GrayImage.read(Fixtures.file("cases/" + name), 10, 20);
    assertEquals(film.resize(10, 20).at(7, 1), reduced.at(7, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0 1 2 3 4 5, 3", "2, 2 1 0 5 4 3, 3", "3, 5 4 3 2 1 0, 3", "4, 3 4 5 0 1 2, 3",
    "5, 0 3 1 4 2 5, 2", "6, 3 0 4 1 5 2, 2", "7, 5 2 4 1 3 0, 2", "8, 2 5 1 4 0 3, 2"
  })
  void eachOrientationIsThatOfExif(int orientation, String pixels, int width) {
    // numpy.asarray(PIL.ImageOps.exif_transpose(picture)) of [[0, 1, 2], [3, 4, 5]]
    GrayImage turned = Orientation.turn(GrayImage.of(3, 2, 0, 1, 2, 3, 4, 5), orientation);
    assertEquals(width, turned.width());
    StringBuilder found = new StringBuilder();
    for (float pixel : turned.pixels()) {
      found.append(' ').append((int) pixel);
    }
    assertEquals(pixels, found.substring(1));
  }

  @Test
  void twelveBitsInSixteenSpanBlackToWhite() {
    assertEquals(1, Fixtures.read("cases/twelve.png").max(), 1e-6);
    assertEquals(1, Fixtures.read("cases/full.png").max(), 1e-6);
  }

  @Test
  void paletteThatLacksColoursIsNamed() throws IOException {
    // Three colours of black, grey and white; the pixel in the corner asks for a fourth.
    byte[] whole = Files.readAllBytes(Fixtures.file("palette.png"));
    byte[] cut = withPaletteOf(whole, 3);
    String problem = ImageFiles.problem(Files.write(folder.resolve("p.png"), cut)).orElse("none");
    assertTrue(problem.contains("uses colours that its palette does not have"), problem);
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "2, 16", "16, 256", "128, 256"})
  void gifWhosePixelsAskForMoreColoursThanThereAreIsNamed(int colours, int asked)
      throws IOException {
    Path film = folder.resolve("film.gif");
    Files.write(film, gif(colours, asked, asked));
    String problem = ImageFiles.problem(film).orElse("none");
    assertTrue(problem.contains("is damaged: it uses colours that its palette does not"), problem);
    Files.write(film, gif(colours, asked, colours));
    GrayImage read = GrayImage.read(film);
    for (int x = 0; x < read.width(); x++) {
      assertEquals((255 - x % colours) / 255f, read.at(x, 0), 1e-6);
    }
  }

  /** Pixels of which each is one more than the one before it, of colours that get darker. */
  private static byte[] gif(int colours, int codes, int used) {
    int pixels = Math.max(40, used);
    int bits = Integer.numberOfTrailingZeros(codes);
    int table = Integer.numberOfTrailingZeros(colours) - 1;
    var out = new ByteArrayOutputStream();
    out.writeBytes("GIF89a".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {(byte) pixels, (byte) (pixels >> 8), 1, 0, (byte) (0x80 | table)});
    out.writeBytes(new byte[2]);
    for (int i = 0; i < colours; i++) {
      out.writeBytes(new byte[] {(byte) (255 - i), (byte) (255 - i), (byte) (255 - i)});
    }
    out.writeBytes(new byte[] {',', 0, 0, 0, 0, (byte) pixels, (byte) (pixels >> 8), 1, 0, 0});
    out.write(bits);
    // Cleared before each pixel, so that codes stay as short as they begin.
    var packed = new ByteArrayOutputStream();
    long held = 0;
    int count = 0;
    for (int i = 0; i <= 2 * pixels; i++) {
      int code = i == 2 * pixels ? codes + 1 : i % 2 == 0 ? codes : i / 2 % used;
      held |= (long) code << count;
      for (count += bits + 1; count >= 8; count -= 8, held >>= 8) {
        packed.write((int) held);
      }
    }
    packed.write((int) held);
    byte[] data = packed.toByteArray();
    for (int at = 0; at < data.length; at += 255) {
      int length = Math.min(255, data.length - at);
      out.write(length);
      out.write(data, at, length);
    }
    out.write(0);
    out.write(';');
    return out.toByteArray();
  }

  @Test
  void tiffOfHalfFloatsIsNotTakenForWholeNumbers() throws IOException {
    var image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "tiff", out);
    byte[] file = out.toByteArray();
    assertTrue(ImageFiles.readable(Files.write(folder.resolve("a.tif"), file)));
    for (String problem : new String[] {"2, 8, with a sign", "3, 16, with a fraction"}) {
      String[] parts = problem.split(", ");
      byte[] other = withTiffTag(withTiffTag(file, 258, parts[1]), 339, parts[0]);
      String said = ImageFiles.problem(Files.write(folder.resolve("b.tif"), other)).orElse("none");
      assertTrue(said.contains("numbers of " + parts[1] + " bits " + parts[2]), said);
    }
  }

  /** The file with another number in an entry; format (339) takes the place of what is not used. */
  private static byte[] withTiffTag(byte[] tiff, int tag, String number) {
    ByteBuffer in = ByteBuffer.wrap(tiff.clone());
    in.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = in.getInt(4);
    int entries = in.getShort(directory);
    for (int i = 0; i < entries; i++) {
      int at = directory + 2 + 12 * i;
      boolean last = i == entries - 1;
      if (in.getShort(at) == tag || tag == 339 && last) {
        in.putShort(at, (short) tag).putShort(at + 2, (short) 3).putInt(at + 4, 1);
        in.putShort(at + 8, Short.parseShort(number));
      }
    }
    return in.array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "png", "jpg", "tiff"})
  void headerThatPromisesMorePixelsThanItsFileHoldsIsNamedAtOnce(String form) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY), form, out);
    byte[] file = out.toByteArray();
    ByteBuffer in = ByteBuffer.wrap(file);
    int jpegFrame = new String(file, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    switch (form) {
      case "gif" -> {
        int picture = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf(",\0\0\0\0");
        in.order(ByteOrder.LITTLE_ENDIAN);
        in.putShort(6, (short) 9000).putShort(8, (short) 9000);
        in.putShort(picture + 5, (short) 9000).putShort(picture + 7, (short) 9000);
      }
      case "png" -> in.putInt(16, 9000).putInt(20, 9000);
      case "jpg" -> in.putShort(jpegFrame + 5, (short) 9000).putShort(jpegFrame + 7, (short) 9000);
      default -> {
        file = withTiffTag(withTiffTag(file, 257, "9000"), 256, "9000");
        file = withTiffTag(file, 259, "1");
      }
    }
    Path film = Files.write(folder.resolve("film"), file);
    for (var read :
        List.<Runnable>of(() -> GrayImage.read(film), () -> GrayImage.read(film, 9, 9))) {
      var e = assertThrows(PictureException.class, read::run);
      assertTrue(e.getMessage().contains("81,000,000 pixels, which its"), e.getMessage());
    }
  }

  private static byte[] withPaletteOf(byte[] png, int colours) {
    int at = new String(png, StandardCharsets.ISO_8859_1).indexOf("PLTE");
    int length = ByteBuffer.wrap(png).getInt(at - 4);
    var out = new ByteArrayOutputStream();
    out.write(png, 0, at - 4);
    out.writeBytes(ByteBuffer.allocate(4).putInt(3 * colours).array());
    out.write(png, at, 4 + 3 * colours);
    var sum = new CRC32();
    sum.update(png, at, 4 + 3 * colours);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    int after = at + 4 + length + 4;
    out.write(png, after, png.length - after);
    return out.toByteArray();
  }

  @Test
  void jpegThatIsNotWhatItsHeaderSaysIsNamed() throws IOException {
    byte[] whole = jpeg();
    int frame = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    byte[] taller = whole.clone();
    taller[frame + 6] = (byte) 200;
    assertDamaged("taller", taller);
    byte[] shorter = whole.clone();
    shorter[frame + 6] = 16;
    assertDamaged("shorter", shorter);
    int scan = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00da");
    byte[] cut = Arrays.copyOf(whole, scan + 300);
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;
    assertDamaged("cut, with a mark at its end", cut);
    byte[] random = whole.clone();
    for (int i = 0; i < 200; i++) {
      random[scan + 100 + i] = (byte) (i * 37 % 251);
    }
    assertDamaged("other bytes in its scan", random);
  }

  private void assertDamaged(String how, byte[] file) throws IOException {
    Path path = Files.write(folder.resolve("film.jpg"), file);
    String problem = ImageFiles.problem(path).orElse("no problem");
    assertTrue(problem.matches("The picture .*film.jpg is (damaged|cut short).*"), how + problem);
  }

  private static byte[] jpeg() throws IOException {
    var image = new BufferedImage(80, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 80; x++) {
        image.getRaster().setSample(x, y, 0, (x * 3 + y * y) % 256);
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }
}
