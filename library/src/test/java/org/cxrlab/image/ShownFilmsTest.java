package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DICOM films are shown as a viewer shows them. */
class ShownFilmsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a-m2-inverse.dcm, 1 .8 .6 .4 .2 0",
    "b-voilut-inverts.dcm, 1 .8 .6 .4 .2 0",
    "b-voilut-gamma.dcm, 0 .669 .795 .88 .946 1",
    "c-modlut-inverts.dcm, 1 .8 .6 .4 .2 0",
    "d-m1.dcm, 1 .8 .6 .4 .2 0",
    "d-m1-inverse.dcm, 1 .8 .6 .4 .2 0",
    "g-slope-minus.dcm, 1 .8 .6 .4 .2 0",
    "nowindow-12stored.dcm, 0 .2 .4 .6 .8 1",
    "nowindow-16stored.dcm, 0 .2 .4 .6 .8 1"
  })
  void rampOfSixteenGreysIsShownByTheTablesOfTheFile(String name, String greys) {
    GrayImage film = Fixtures.read("cases/" + name);
    String[] each = greys.split(" ");
    for (int i = 0; i < each.length; i++) {
      assertEquals(Double.parseDouble(each[i]), film.at(3 * i, 0), 1e-3, name + " " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "un-item-length.dcm",
        "un-simple.dcm",
        "no-meta-implicit.dcm",
        "no-preamble-dicm.dcm",
        "no-preamble-no-meta.dcm",
        "no-preamble-with-meta.dcm",
        "no-ts-explicit.dcm",
        "no-ts-implicit.dcm",
        "rgb.dcm",
        "ybr422.dcm",
        "palette.dcm",
        "a.tif",
        "b.bmp",
        "d.jp2",
        "e.png",
        "g.gif"
      })
  void filmIsReadWhateverItsHeaderLacksAndWhateverItsFormIs(String name) {
    GrayImage film = Fixtures.read("cases/" + name);
    assertEquals(16, film.width());
    for (int x = 0; x < 16; x++) {
      assertEquals(x * 16 / 255.0, film.at(x, 5), 1e-6, name);
    }
  }

  @Test
  void paddingIsBlackAndHasNoSayInTheMean() {
    GrayImage film = Fixtures.read("cases/m1-padding0.dcm");
    assertEquals(0, film.at(0, 0));
    assertTrue(film.hasPadding());
    GrayImage other = Fixtures.read("cases/m2-padding0.dcm");
    // Of the numbers 500 to 3500 inside, by numpy.
    assertEquals(2000 / 4095.0, other.mean(), 1e-6);
    assertEquals(1 - 2000 / 4095.0, film.mean(), 1e-6);
    assertEquals(500 / 4095.0, other.min(), 1e-6);
    assertFalse(Fixtures.read("cases/m1-nopadding-tag.dcm").hasPadding());
  }

  @Test
  void paddingStaysSoWhenTheFilmIsResizedChangedAndStandardised() {
    GrayImage film = Fixtures.read("cases/m2-padding0.dcm");
    GrayImage large = film.resize(64, 64);
    assertTrue(large.hasPadding());
    assertEquals(film.mean(), large.mean(), 0.02);
    assertEquals(0, film.standardised().mean(), 1e-6);
    assertEquals(1, film.standardised().sd(), 1e-6);
    assertEquals(-film.mean() / film.sd(), film.standardised().at(0, 0), 1e-5);
    GrayImage turned = Augmentations.none().rotation(5).brightness(0.1).apply(film, 3).image();
    assertTrue(turned.hasPadding());
    assertFalse(film.resize(1, 1).hasPadding());
  }

  @Test
  void paddingMayBeARangeAndMaySetBitsThatAreNotInUse() throws IOException {
    var range = new Dicom(12, 16, 0, 100, 200, 4000, 4095, 3000).number(0x00280120, 0);
    range.number(0x00280121, 200);
    GrayImage film = range.read();
    assertArrayEquals(
        new float[] {0, 0, 0}, new float[] {film.at(0, 0), film.at(1, 0), film.at(2, 0)});
    assertEquals((4000 + 4095 + 3000) / 3.0 / 4095, spread(film.mean(), 3000, 4095), 1e-6);
    var all = new Dicom(12, 16, 0xFFFF, 0, 4095, 2000, 1000, 0xFFFF).number(0x00280120, 0xFFFF);
    GrayImage other = all.read();
    assertEquals(0, other.at(0, 0));
    assertEquals(1, other.at(2, 0));
  }

  /** A mean of greys from {@code low} to {@code high}, as one of twelve bits. */
  private static double spread(double mean, int low, int high) {
    return (low + mean * (high - low)) / 4095;
  }

  @ParameterizedTest
  @CsvSource({
    "00281050, NaN, 'no number but \"NaN\" in its element (0028,1050)'",
    "00281051, 1e400, 'no number but \"1e400\" in its element (0028,1051)'",
    "00281053, 0x10, 'no number but \"0x10\" in its element (0028,1053)'",
    "00281052, Infinity, 'no number but \"Infinity\"'",
    "00281053, 0, rescale slope of 0",
    "00281050, , 'window''s width without its centre'",
    "00281051, , 'window''s centre without its width'",
    "00281051, -5, window of width -5.0",
    "00281051, 0.5, window of width 0.5",
    "00281056, CUBIC, 'window of an unknown form, \"CUBIC\"'"
  })
  void nonsenseInWindowOrSlopeIsNamed(String tag, String value, String words) throws IOException {
    var dicom = new Dicom(12, 16, 0, 1, 2, 3, 4, 5).text(0x00281050, "2").text(0x00281051, "4");
    String problem =
        dicom.text(Integer.parseUnsignedInt(tag, 16), value == null ? "" : value).problem();
    assertTrue(problem.contains(words), problem);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1e308, intercept of 1.0E308",
    "1e308, 0, slope of 1.0E308",
    "1, -1e22, intercept of -1.0E22",
    "1e-20, 1e20, slope of 1.0E-20 and an intercept of 1.0E20"
  })
  void slopeOrInterceptThatMakesAllPixelsEqualOrInfiniteIsNamed(
      String slope, String intercept, String words) throws IOException {
    var dicom = new Dicom(12, 16, 0, 1, 2, 3, 4, 5);
    String problem = dicom.text(0x00281053, slope).text(0x00281052, intercept).problem();
    assertTrue(problem.contains(words), problem);
    assertTrue(problem.contains("can't be told apart"), problem);
  }

  @ParameterizedTest
  @CsvSource({"8, 0 1 2 3", "7, broken look-up table", "6, broken look-up table", "4, 0 1 2 3"})
  void tableHasAsManyEntriesAsItSays(int bytes, String expected) throws IOException {
    byte[] item = new byte[8 + 8 + 6 + 8 + bytes];
    ByteBuffer out = ByteBuffer.wrap(item).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(item.length - 8);
    out.putInt(0x30020028).putInt(6).putShort((short) 4).putShort((short) 0).putShort((short) 16);
    out.putInt(0x30060028).putInt(bytes);
    for (int i = 0; i < bytes; i++) {
      // Words where there is room for four of them, else bytes.
      out.put((byte) (bytes >= 7 ? i % 2 * (i / 2) : i));
    }
    var dicom = new Dicom(12, 16, 0, 1, 2, 3).bytes(0x00283010, item);
    if (expected.startsWith("broken")) {
      assertTrue(dicom.problem().contains(expected), dicom.problem());
    } else {
      GrayImage film = dicom.read();
      int each = bytes == 8 ? 256 : 1;
      for (int x = 0; x < 4; x++) {
        assertEquals(x * each / 65535.0, film.at(x, 0), 1e-6);
      }
    }
  }

  @Test
  void bitsInUseThatLieOutsideOfTheirNumberAreNamed() throws IOException {
    String problem = new Dicom(12, 16, 0, 1, 2, 3, 4, 5).number(0x00280102, 200).problem();
    assertTrue(problem.contains("12 bits a pixel below bit 201 of 16"), problem);
  }

  @ParameterizedTest
  @CsvSource({
    "00280100, 32, stores 12 of 32 bits",
    "00280010, 0, '6 x 0 pixels, which no film is'",
    "00280010, 65535, cut short",
    "00280002, 4, 4 numbers a pixel"
  })
  void promisesOfTheHeaderAreAskedBeforeRoomIsMade(String tag, int value, String words)
      throws IOException {
    var dicom = new Dicom(12, 16, 0, 1, 2, 3, 4, 5);
    String problem = dicom.number(Integer.parseUnsignedInt(tag, 16), value).problem();
    assertTrue(problem.contains(words), problem);
  }

  @Test
  void widthOfZeroIsNoWindow() throws IOException {
    var dicom = new Dicom(12, 16, 0, 4095, 2, 3, 4, 5).text(0x00281050, "0").text(0x00281051, "0");
    assertEquals(1, dicom.read().at(1, 0), 1e-6);
  }

  @Test
  void bitsInUseMayLieAboveOthers() throws IOException {
    var dicom = new Dicom(12, 16, 0xFFF0, 0x0008, 0x8000, 0, 0, 0).number(0x00280102, 15);
    GrayImage film = dicom.read();
    assertEquals(1, film.at(0, 0), 1e-6);
    assertEquals(0, film.at(1, 0), 1e-6);
    assertEquals(2048 / 4095.0, film.at(2, 0), 1e-6);
  }

  @Test
  void compressedPictureThatIsNoneIsNamed() {
    String problem = ImageFiles.problem(Fixtures.file("cases/jpegls-80.dcm")).orElse("none");
    assertTrue(problem.contains("jpegls-80.dcm is damaged"), problem);
  }

  /** A row of six numbers in a DICOM file, element by element. */
  private final class Dicom {
    private final Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);

    Dicom(int bits, int allocated, int... pixels) {
      number(0x00280002, 1).text(0x00280004, "MONOCHROME2").number(0x00280010, 1);
      number(0x00280011, pixels.length).number(0x00280100, allocated).number(0x00280101, bits);
      number(0x00280103, 0);
      ByteBuffer data = ByteBuffer.allocate(2 * pixels.length).order(ByteOrder.LITTLE_ENDIAN);
      for (int pixel : pixels) {
        data.putShort((short) pixel);
      }
      elements.put(0x7FE00010, data.array());
    }

    Dicom number(int tag, int value) {
      elements.put(tag, new byte[] {(byte) value, (byte) (value >> 8)});
      return this;
    }

    Dicom text(int tag, String value) {
      String even = value.length() % 2 == 0 ? value : value + " ";
      elements.put(tag, even.getBytes(StandardCharsets.ISO_8859_1));
      return this;
    }

    Dicom bytes(int tag, byte... value) {
      elements.put(tag, value);
      return this;
    }

    private Path write() throws IOException {
      var out = new ByteArrayOutputStream();
      out.writeBytes(new byte[128]);
      out.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
      elements.forEach(
          (tag, value) -> {
            ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            head.putShort((short) (tag >>> 16)).putShort((short) (int) tag).putInt(value.length);
            out.writeBytes(head.array());
            out.writeBytes(value);
          });
      return Files.write(folder.resolve("film.dcm"), out.toByteArray());
    }

    GrayImage read() throws IOException {
      return GrayImage.read(write());
    }

    String problem() throws IOException {
      return ImageFiles.problem(write()).orElse("no problem");
    }
  }
}
