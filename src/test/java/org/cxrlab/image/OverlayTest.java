package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class OverlayTest {
  private static final GrayImage FILM = film();

  /** Black but for one white pixel in the corner, which gives the display its range. */
  private static GrayImage film() {
    float[] pixels = new float[200 * 100];
    pixels[0] = 1;
    return GrayImage.of(200, 100, pixels).named("a.png");
  }

  @Test
  void boxIsDrawnInItsColourWhereItLies() {
    BufferedImage seen =
        Overlay.on(FILM).box(new Box(50, 40, 60, 30), "", Color.GREEN).toPicture("").image();
    assertEquals(Color.GREEN.getRGB(), seen.getRGB(50, 55));
    assertEquals(Color.GREEN.getRGB(), seen.getRGB(110, 55));
    assertEquals(Color.GREEN.getRGB(), seen.getRGB(80, 40));
    assertEquals(Color.BLACK.getRGB(), seen.getRGB(80, 55));
  }

  @Test
  void widthScalesThePictureAndItsBoxes() {
    BufferedImage seen =
        Overlay.on(FILM)
            .width(400)
            .box(new Box(50, 40, 60, 30), "", Color.GREEN)
            .toPicture("")
            .image();
    assertEquals(400, seen.getWidth());
    assertEquals(200, seen.getHeight());
    assertEquals(Color.GREEN.getRGB(), seen.getRGB(100, 110));
  }

  @Test
  void captionStandsAboveItsBoxAndStaysInsideThePicture() {
    BufferedImage above =
        Overlay.on(FILM).box(new Box(50, 40, 60, 30), "Mass", Color.GREEN).toPicture("").image();
    assertEquals(Color.GREEN.getRGB(), above.getRGB(51, 30));
    BufferedImage inside =
        Overlay.on(FILM).box(new Box(190, 0, 10, 50), "Mass", Color.GREEN).toPicture("").image();
    assertEquals(Color.GREEN.getRGB(), inside.getRGB(165, 3));
  }

  @Test
  void twoBoxesDifferInColour() {
    BufferedImage seen =
        Overlay.on(FILM)
            .box(new Box(20, 40, 60, 30), "")
            .box(new Box(120, 40, 60, 30), "")
            .toPicture("")
            .image();
    assertNotEquals(seen.getRGB(50, 40), seen.getRGB(150, 40));
  }

  @Test
  void wordsForThePictureNameTheFilmAndItsBoxes() {
    String html = Overlay.on(FILM).box(new Box(5, 5, 9, 9), "Mass").figure().html();
    assertTrue(html.contains("alt=\"Film a.png with boxes: Mass\""), html.substring(0, 120));
  }

  @Test
  void noWidthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Overlay.on(FILM).width(0));
  }
}
