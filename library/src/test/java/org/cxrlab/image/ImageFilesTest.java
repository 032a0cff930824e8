package org.cxrlab.image;

import static org.cxrlab.image.Fixtures.GREY;
import static org.cxrlab.image.Fixtures.assertLevels;
import static org.cxrlab.image.Fixtures.file;
import static org.cxrlab.image.Fixtures.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gray8.png", "rgba.png", "gray_alpha.png", "gray.gif"})
  void greyFilmHasItsStoredLevelsInWhateverFormItIsStored(String name) {
    assertLevels(GREY, 255, read(name), 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gray16.png", "rgb16.png"})
  void sixteenBitsAreKept(String name) {
    GrayImage image = read(name);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        assertEquals(GREY[y][x] * 256 + 17, image.at(x, y) * 65535, 1e-2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "palette.png", "rgb.bmp"})
  void coloursBecomeTheLumaThatPillowGives(String name) {
    // Image.open(name).convert("L"), which rounds to whole levels.
    int[][] luma = {{35, 41, 59, 76}, {128, 183, 225, 226}, {31, 33, 72, 111}};
    assertLevels(luma, 255, read(name), 0.501);
  }

  @Test
  void oneBitIsBlackAndWhite() {
    assertLevels(new int[][] {{0, 0, 0, 1}, {1, 1, 1, 1}, {0, 0, 0, 0}}, 1, read("one_bit.png"), 0);
  }

  @Test
  void jpegDecodesAsInPillow() {
    GrayImage image = read("gray.jpg");
    // numpy.asarray(Image.open("gray.jpg")).mean()
    assertEquals(94.083333, image.mean() * 255, 1e-4);
    assertEquals(127, image.at(28, 4) * 255, 1e-4);
  }

  @Test
  void readableFilmHasNoProblem() {
    assertTrue(ImageFiles.readable(file("gray8.png")));
    assertTrue(ImageFiles.problem(file("gray8.png")).isEmpty());
  }

  @Test
  void missingFileIsNamed() {
    assertProblem(folder.resolve("none.png"), "none.png does not exist");
  }

  @Test
  void folderIsNoPicture() {
    assertProblem(folder, "is a folder, not a file");
  }

  @Test
  void emptyFileIsNamed() throws IOException {
    assertProblem(Files.createFile(folder.resolve("e.png")), "e.png is an empty file");
  }

  @Test
  void textIsNoPicture() throws IOException {
    Path text = folder.resolve("a.png");
    assertProblem(Files.writeString(text, "not a picture"), "a.png is not a picture");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gray8.png", "rgba.png", "gray16.png", "gray.jpg", "gray.gif"})
  void pictureCutAtAnyPlaceBeforeItsPixelsEndIsNamed(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name));
    for (int part = 1; part <= 4; part++) {
      Path cut = folder.resolve(part + name);
      Files.write(cut, Arrays.copyOf(whole, whole.length * part / 6));
      assertProblem(cut, cut + " is ");
    }
  }

  @Test
  void headerThatPromisesAnAbsurdSizeIsNotBelieved() {
    assertProblem(file("absurd.png"), "1,048,576 x 1,048,576 pixels, which no film is");
  }

  @Test
  void colourOfAPrintersFileIsToldPlainly() {
    assertProblem(file("cmyk.jpg"), "cmyk.jpg has colours meant for printing");
  }

  private static void assertProblem(Path file, String words) {
    String problem = ImageFiles.problem(file).orElse("no problem");
    assertTrue(problem.contains(words), problem);
    assertFalse(ImageFiles.readable(file));
    var e = assertThrows(PictureException.class, () -> GrayImage.read(file));
    assertEquals(problem, e.getMessage());
  }
}
