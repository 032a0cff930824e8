package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final JsonObject EXPECTED = Fixtures.read("calibration.json");
  private static final double[] SCORES = Fixtures.numbers(EXPECTED.get("scores"));
  private static final float[] LABELS = Fixtures.labels(EXPECTED.get("labels"));

  @Test
  void binsOfEqualWidthAreThoseOfScikitLearn() {
    assertCurve("uniform10", Calibration.of("Mass", SCORES, LABELS, 10));
    assertCurve("uniform7", Calibration.of("Mass", SCORES, LABELS, 7));
  }

  private static void assertCurve(String name, Calibration curve) {
    JsonObject expected = EXPECTED.getAsJsonObject(name);
    assertArrayEquals(
        Fixtures.numbers(expected.get("mean")),
        curve.bins().stream().mapToDouble(Calibration.Bin::meanProbability).toArray(),
        1e-12);
    assertArrayEquals(
        Fixtures.numbers(expected.get("observed")),
        curve.bins().stream().mapToDouble(Calibration.Bin::observed).toArray(),
        1e-12);
  }

  @Test
  void expectedErrorAveragesOverFilms() {
    assertEquals(
        EXPECTED.get("expectedError").getAsDouble(),
        Calibration.of("Mass", SCORES, LABELS, 10).expectedError(),
        1e-12);
    // Three films given .2 of which one is ill, one film given .9 who is: (3 x .1333 + 1 x .1) / 4.
    assertEquals(
        (3 * (1.0 / 3 - 0.2) + 0.1) / 4,
        Calibration.of("Mass", new double[] {.2, .2, .2, .9}, new float[] {1, 0, 0, 1}, 2)
            .expectedError(),
        1e-12);
  }

  @Test
  void unknownFilmsTakeNoPart() {
    Calibration curve =
        Calibration.of("Mass", new double[] {.1, .9, .8}, new float[] {0, 1, Float.NaN}, 10);
    assertEquals(
        List.of(new Calibration.Bin(1, .1, 0), new Calibration.Bin(1, .9, 1)), curve.bins());
  }

  @Test
  void nothingKnownGivesNoCurveAndItsPlaceSaysSo() {
    Calibration none = Calibration.of("Mass", new double[] {.1}, new float[] {Float.NaN}, 10);
    assertTrue(Double.isNaN(none.expectedError()));
    String said = none.figure().alt();
    assertTrue(said.contains("no film has a known label"), said);
  }
}
