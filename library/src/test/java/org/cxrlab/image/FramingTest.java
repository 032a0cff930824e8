package org.cxrlab.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FramingTest {
  @Test
  void theSquareInTheMiddleIsTorchxrayvisions() {
    // XRayCenterCrop: columns 5 // 2 - 2 // 2 = 1 up to 3 of 5; rows 3 // 2 - 1 // 2 = 1 of 3.
    GrayImage wide = GrayImage.of(5, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertArrayEquals(new float[] {1, 2, 6, 7}, Framing.CENTRE.of(wide).pixels());
    GrayImage high = GrayImage.of(1, 3, 0, 1, 2);
    assertArrayEquals(new float[] {1}, Framing.CENTRE.of(high).pixels());
    assertSame(wide, Framing.WHOLE.of(wide));
  }

  @Test
  void boxesAreCutWithTheFilm() {
    // Of 100 x 40 pixels those from column 30 to 70 are seen.
    assertEquals(
        Optional.of(new Box(0, 5, 10, 10)), Framing.CENTRE.of(new Box(20, 5, 20, 10), 100, 40));
    assertEquals(
        Optional.of(new Box(30, 0, 10, 40)), Framing.CENTRE.of(new Box(60, 0, 30, 40), 100, 40));
    assertEquals(Optional.empty(), Framing.CENTRE.of(new Box(0, 0, 30, 40), 100, 40));
  }
}
