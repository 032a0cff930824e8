package org.cxrlab.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  private static final float UNKNOWN = Float.NaN;

  @Test
  void eachClassGetsTheShareOfTheOther() {
    ClassWeights weights =
        ClassWeights.of(
            Labels.of("A", "B", "C"), new float[][] {{1, 1, 1}, {1, 1, 0}, {0, 1, 0}, {1, 0, 1}});
    assertEquals(List.of(3, 3, 2), weights.positives());
    double[] positive = {.25, .25, .5};
    double[] negative = {.75, .75, .5};
    for (int i = 0; i < 3; i++) {
      assertEquals(positive[i], weights.positive(i));
      assertEquals(negative[i], weights.negative(i));
    }
  }

  @Test
  void unknownFilmsAreNotCounted() {
    ClassWeights weights =
        ClassWeights.of(Labels.of("A"), new float[][] {{1}, {UNKNOWN}, {0}, {0}, {UNKNOWN}});
    assertEquals(2.0 / 3, weights.positive(0));
    assertEquals(1.0 / 3, weights.negative(0));
  }

  @Test
  void afterWeightingBothClassesContributeTheSame() {
    // One positive in four: shares .25 and .75; weighted .25 * .75 for both.
    ClassWeights weights = new ClassWeights(Labels.of("A"), List.of(1), List.of(3));
    assertEquals(
        List.of("A", "0.250", "0.750", "0.188", "0.188"), weights.contributions().rows().get(0));
  }

  @Test
  void aLabelWithOneKindOfFilmsAloneHasNothingToUndo() {
    // A: one positive in four, log(Wp/Wn) = log(.75/.25). B has no positives, C no negatives.
    var weights = new ClassWeights(Labels.of("A", "B", "C"), List.of(1, 0, 4), List.of(3, 4, 0));
    List<Double> shifts = weights.undo().shifts();
    assertEquals(-Math.log(3), shifts.get(0), 1e-15);
    assertEquals(List.of(0.0, 0.0), shifts.subList(1, 3).stream().map(Math::abs).toList());
  }

  @Test
  void aLabelThatIsNeverKnownIsNamed() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ClassWeights.of(Labels.of("A", "Hernia"), new float[][] {{1, UNKNOWN}}));
    assertTrue(e.getMessage().contains("\"Hernia\" is not known"), e.getMessage());
  }
}
