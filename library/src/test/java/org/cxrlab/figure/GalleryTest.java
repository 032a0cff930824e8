package org.cxrlab.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static Picture grey(int width, int height, int value) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, value * 0x010101);
    }
    return new Picture(image, "grey " + value);
  }

  @Test
  void thePictureOfTheWholeHasThePicturesInReadingOrder() {
    var pictures = List.of(grey(20, 10, 50), grey(20, 10, 100), grey(20, 10, 150));
    BufferedImage whole = new Gallery(pictures, List.of("", "", ""), 2).picture().image();
    // Two columns of 20 with a gap of 14 between; two rows of 10 likewise.
    assertEquals(54, whole.getWidth());
    assertEquals(34, whole.getHeight());
    assertEquals(0xFF323232, whole.getRGB(10, 5));
    assertEquals(0xFF646464, whole.getRGB(44, 5));
    assertEquals(0xFF969696, whole.getRGB(10, 29));
    assertEquals(0xFFFFFFFF, whole.getRGB(44, 29));
  }

  @Test
  void captionsAreWrittenBelowAndBreakIntoLines() {
    Picture picture = grey(120, 10, 0);
    var one = new Gallery(List.of(picture), List.of("Mass"), 1).picture().image();
    var three =
        new Gallery(List.of(picture), List.of("Pneumothorax Consolidation Cardiomegaly"), 1)
            .picture()
            .image();
    assertEquals(10 + 18, one.getHeight());
    assertEquals(10 + 3 * 18, three.getHeight());
  }

  @Test
  void manyLargePicturesAreMadeSmaller() {
    var whole =
        new Gallery(Collections.nCopies(4, grey(1024, 1024, 9)), List.of("", "", "", ""), 4);
    assertEquals(4 * 500 + 3 * 14, whole.picture().image().getWidth());
  }

  @Test
  void eachPictureHasItsCaptionInHtml() {
    String html =
        new Gallery(List.of(grey(5, 5, 1), grey(5, 5, 2)), List.of("A & B", "C"), 2).html();
    assertEquals(3, html.split("<figure").length);
    assertTrue(html.indexOf("grey 1") < html.indexOf("A &amp; B"));
    assertTrue(html.indexOf("A &amp; B") < html.indexOf("grey 2"));
  }

  @Test
  void aMissingCaptionIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Gallery(List.of(grey(5, 5, 1)), List.of(), 2));
    assertTrue(e.getMessage().contains("0 captions for 1 pictures"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> new Gallery(List.of(grey(5, 5, 1)), List.of(""), 0));
    assertThrows(IllegalArgumentException.class, () -> new Gallery(List.of(), List.of(), 1));
  }
}
