package org.cxrlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExposureTest {
  // Two films of two pixels: 0.1, 0.3 and 0.5, 0.9. Together: mean 0.45, variance
  // (0.35² + 0.15² + 0.05² + 0.45²) / 4 = 0.0875.
  private final Exposure two =
      new Exposure(
          List.of(new Exposure.Measured(0.2, 0.1, 0, 1), new Exposure.Measured(0.7, 0.2, 0, 1)));

  @Test
  void meanAndDeviationAreThoseOfAllPixelsTogether() {
    assertEquals(0.45, two.mean(), 1e-12);
    assertEquals(Math.sqrt(0.0875), two.sd(), 1e-12);
  }

  @Test
  void standardisingByTheDataSetKeepsWhatTheFilmsDifferBy() {
    // (0.7 - 0.45) / 0.29580 = 0.845
    assertTrue(two.figure().text().contains("0.845"), two.figure().text());
  }
}
