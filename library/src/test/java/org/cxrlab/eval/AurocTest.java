package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AurocTest {
  private static final float UNKNOWN = Float.NaN;

  @Test
  void countsPairsInTheRightOrder() {
    // Positives .8 and .4, negatives .6 and .2: of four pairs only (.4, .6) is the wrong way round.
    assertEquals(0.75, Auroc.of(new double[] {.8, .6, .4, .2}, new float[] {1, 0, 1, 0}));
  }

  @Test
  void aTieCountsHalf() {
    // Pairs: (.5, .5) half, (.5, .1) one, (.9, .5) one, (.9, .1) one.
    assertEquals(3.5 / 4, Auroc.of(new double[] {.5, .5, .9, .1}, new float[] {1, 0, 1, 0}));
  }

  @Test
  void equalScoresThroughoutAreGuessing() {
    assertEquals(0.5, Auroc.of(new double[] {.3, .3, .3}, new float[] {1, 0, 0}));
  }

  @Test
  void zeroAndMinusZeroAreATie() {
    assertEquals(0.5, Auroc.of(new double[] {0.0, -0.0}, new float[] {1, 0}));
    assertEquals(0.5, Auroc.of(new double[] {0.0, -0.0, 0.0}, new float[] {1, 0, 0}));
  }

  @Test
  void unknownLabelsTakeNoPart() {
    assertEquals(
        0.75,
        Auroc.of(
            new double[] {.8, .99, .6, .4, Double.NaN, .2},
            new float[] {1, UNKNOWN, 0, 1, UNKNOWN, 0}));
  }

  @Test
  void isUndefinedWithoutPositivesOrWithoutNegatives() {
    assertTrue(Double.isNaN(Auroc.of(new double[] {.1, .2}, new float[] {0, 0})));
    assertTrue(Double.isNaN(Auroc.of(new double[] {.1, .2}, new float[] {1, 1})));
    assertTrue(Double.isNaN(Auroc.of(new double[] {.1, .2}, new float[] {1, UNKNOWN})));
    assertTrue(Double.isNaN(Auroc.of(new double[0], new float[0])));
  }

  @Test
  void logitsAndSinglePrecisionGiveTheSame() {
    assertEquals(0.75, Auroc.of(new float[] {12, 3, -.5f, -40}, new float[] {1, 0, 1, 0}));
  }

  @Test
  void badInputIsNamed() {
    assertMessage("3 scores for 2 labels", new double[3], new float[2]);
    assertMessage("position 1 is 2.0", new double[2], new float[] {1, 2});
    assertMessage(
        "score at position 0 is NaN", new double[] {Double.NaN, .1}, new float[] {1, UNKNOWN});
  }

  private static void assertMessage(String part, double[] scores, float[] labels) {
    var e = assertThrows(IllegalArgumentException.class, () -> Auroc.of(scores, labels));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
