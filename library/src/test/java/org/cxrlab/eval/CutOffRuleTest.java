package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CutOffRuleTest {
  // By falling score: + - + - - + -, so that (sensitivity, specificity) at each cut-off is
  // (1/3, 1) (1/3, 3/4) (2/3, 3/4) (2/3, 1/2) (2/3, 1/4) (1, 1/4) (1, 0).
  private static final Ranking RANKING =
      new Ranking(new double[] {.9, .8, .7, .6, .5, .4, .3}, new float[] {1, 0, 1, 0, 0, 1, 0});

  @Test
  void youdenMaximisesSensitivityPlusSpecificity() {
    assertEquals(.7, CutOffRule.youden().choose("Mass", RANKING));
  }

  @Test
  void f1IsHighestWherePrecisionAndRecallBalance() {
    // F1: 1/2, 2/5, 4/6, 4/7, 1/2, 6/9, 6/10; of the two at 2/3 the higher cut-off is taken.
    assertEquals(.7, CutOffRule.f1().choose("Mass", RANKING));
  }

  @Test
  void fixedSensitivityIsReachedWithTheHighestCutOff() {
    assertEquals(.9, CutOffRule.sensitivity(0.3).choose("Mass", RANKING));
    assertEquals(.7, CutOffRule.sensitivity(0.5).choose("Mass", RANKING));
    assertEquals(.4, CutOffRule.sensitivity(0.9).choose("Mass", RANKING));
    assertEquals(.4, CutOffRule.sensitivity(1).choose("Mass", RANKING));
  }

  @Test
  void tiedScoresAreNotTornApart() {
    var ties = new Ranking(new double[] {.5, .5, .5, .1}, new float[] {1, 0, 1, 0});
    assertEquals(.5, CutOffRule.youden().choose("Mass", ties));
    assertEquals(.5, CutOffRule.sensitivity(0.4).choose("Mass", ties));
  }

  @Test
  void nothingToChooseFrom() {
    var negatives = new Ranking(new double[] {.5, .4}, new float[] {0, 0});
    assertTrue(Double.isNaN(CutOffRule.youden().choose("Hernia", negatives)));
    assertThrows(IllegalArgumentException.class, () -> CutOffRule.sensitivity(90));
  }
}
