package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConfusionTest {
  /** 90 of 100 found, 720 of 900 cleared. */
  private static final Confusion SCREENING = new Confusion("Mass", 0.5, 90, 10, 180, 720);

  @Test
  void aScoreAtTheCutOffIsCalledPositive() {
    assertEquals(
        new Confusion("Mass", 0.5, 1, 0, 1, 1),
        Confusion.of("Mass", new double[] {0.5, 0.7, 0.49}, new float[] {1, 0, 0}, 0.5));
  }

  @Test
  void measuresAreSharesOfTheirRowOrColumn() {
    assertEquals(0.9, SCREENING.sensitivity());
    assertEquals(0.8, SCREENING.specificity());
    assertEquals(90.0 / 270, SCREENING.ppv());
    assertEquals(720.0 / 730, SCREENING.npv());
    assertEquals(180.0 / 370, SCREENING.f1());
    assertEquals(0.81, SCREENING.accuracy());
    assertEquals(0.1, SCREENING.prevalence());
    assertEquals(0.7, SCREENING.youden(), 1e-15);
  }

  @Test
  void predictiveValuesMoveWithThePrevalence() {
    // At the films' own prevalence Bayes gives what was counted.
    assertEquals(SCREENING.ppv(), SCREENING.ppvAt(0.1), 1e-15);
    assertEquals(SCREENING.npv(), SCREENING.npvAt(0.1), 1e-15);
    // Of 10,000 people 100 are ill: 90 are found, and 0.2 x 9900 = 1980 are called in vain.
    assertEquals(90.0 / 2070, SCREENING.ppvAt(0.01), 1e-15);
    assertEquals(7920.0 / 7930, SCREENING.npvAt(0.01), 1e-15);
    var e = assertThrows(IllegalArgumentException.class, () -> SCREENING.ppvAt(7));
    assertTrue(e.getMessage().contains("not 7.0"), e.getMessage());
  }

  @Test
  void aShareOfNothingIsNotDefined() {
    var none = new Confusion("Hernia", 0.5, 0, 0, 0, 20);
    assertTrue(Double.isNaN(none.sensitivity()));
    assertTrue(Double.isNaN(none.ppv()));
    assertTrue(Double.isNaN(none.f1()));
    assertEquals(1, none.specificity());
    assertTrue(none.figure().text().contains("sensitivity –"), none.figure().text());
  }

  @Test
  void showsCountsWithIntervals() {
    // statsmodels: proportion_confint(90, 100, method="wilson") is 0.8256 to 0.9448.
    assertTrue(
        SCREENING.figure().text().contains("sensitivity 0.900 (0.826–0.945)"),
        SCREENING.figure().text());
  }

  @Test
  void aCutOffMustBeANumber() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Confusion.of("Mass", new double[1], new float[1], Double.NaN));
  }
}
