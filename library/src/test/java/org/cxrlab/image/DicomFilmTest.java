package org.cxrlab.image;

import static org.cxrlab.image.Fixtures.GREY;
import static org.cxrlab.image.Fixtures.assertLevels;
import static org.cxrlab.image.Fixtures.file;
import static org.cxrlab.image.Fixtures.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFilmTest {
  @TempDir Path folder;

  @Test
  void monochrome2IsReadAsStored() {
    assertLevels(GREY, 255, read("mono2.dcm"), 1e-4);
  }

  @Test
  void monochrome1IsTurnedSoThatBonesAreBright() {
    GrayImage turned = read("mono1.dcm");
    GrayImage plain = read("mono2.dcm");
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        assertEquals(1 - plain.at(x, y), turned.at(x, y), 1e-6);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"twelve_implicit.dcm", "twelve_big.dcm", "signed.dcm"})
  void twelveBitsSpanBlackToWhiteInEveryByteOrderAndSign(String name) {
    GrayImage image = read(name);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        assertEquals(GREY[y][x] * 16, image.at(x, y) * 4095, 1e-3);
      }
    }
  }

  @Test
  void firstWindowIsAppliedToRescaledValues() {
    // pydicom.pixels.apply_windowing(apply_rescale(pixels, d), d), scaled to 0..1
    float[] expected = {0, 0, 0.5485f, 1, 1, 1, 1, 1, 0, 0, 0, 0};
    assertPixels(expected, read("window.dcm"));
  }

  @Test
  void sigmoidWindowFollowsTheStandardsFormula() {
    // 1 / (1 + exp(-4 (x - 2048) / 1000)) in numpy
    float[] expected = {
      0.000277f, 0.000295f, 0.016367f, 0.484005f, 0.5f, 0.990127f, 0.999685f, 0.999705f, 0.000525f,
      0.000995f, 0.001885f, 0.003569f
    };
    assertPixels(expected, read("sigmoid.dcm"));
  }

  @Test
  void negativeSlopeTurnsBlackAndWhite() {
    assertEquals(1, read("negative_slope.dcm").at(0, 0), 1e-6);
    assertEquals(0, read("negative_slope.dcm").at(3, 1), 1e-6);
  }

  @Test
  void jpegInFragmentsIsReadAsTheJpegFileItself() {
    GrayImage inDicom = read("jpeg.dcm");
    GrayImage alone = read("gray.jpg");
    assertEquals(32, inDicom.width());
    assertPixels(alone.pixels(), inDicom);
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg2000.dcm, jpeg2000.dcm is damaged: its compressed picture does not begin as one",
    "frames.dcm, frames.dcm holds several frames"
  })
  void whatIsNoPlainFilmIsToldPlainly(String name, String words) {
    String problem = ImageFiles.problem(file(name)).orElse("no problem");
    assertTrue(problem.contains(words), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mono2.dcm", "twelve_implicit.dcm", "jpeg.dcm"})
  void fileCutAtAnyPlaceIsNamed(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name));
    for (int length = 140; length < whole.length - 9; length += 7) {
      Path cut = folder.resolve(length + name);
      Files.write(cut, Arrays.copyOf(whole, length));
      String problem = ImageFiles.problem(cut).orElse("no problem at " + length);
      assertTrue(problem.startsWith("The picture " + cut), problem);
      assertTrue(problem.contains("cut short"), problem);
    }
  }

  @Test
  void patientsNameAndBirthDateAreNeitherKeptNorShown() throws IOException {
    Path film = folder.resolve("film.dcm");
    Files.copy(file("mono2.dcm"), film);
    GrayImage image = GrayImage.read(film);
    String shown = image + image.name() + image.figure().html() + image.figure().text();
    assertTrue(!shown.contains("Secret") && !shown.contains("1945"), shown);
    var elements = new DicomElements(Files.readAllBytes(film));
    assertEquals("", elements.text(0x00100010, ""));
    assertEquals("", elements.text(0x00100030, ""));
  }

  private static void assertPixels(float[] expected, GrayImage actual) {
    float[] pixels = actual.pixels();
    assertEquals(expected.length, pixels.length);
    for (int i = 0; i < pixels.length; i++) {
      assertEquals(expected[i], pixels[i], 1e-5, "pixel " + i);
    }
  }
}
