package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PublishedTest {
  @Test
  void everyFigureHasItsSourceAndItsFilms() {
    for (Published.Study study : Published.chestXray14().studies()) {
      assertEquals(14, study.aurocs().size(), study.name());
      assertFalse(study.source().isBlank());
      assertTrue(study.split().contains("70/10/20"), study.split());
    }
  }

  @Test
  void cheXNetIsTheThirdVersionOfThePaper() {
    Published.Study study =
        Published.chestXray14().studies().stream()
            .filter(s -> s.name().equals("Rajpurkar 2017"))
            .findFirst()
            .orElseThrow();
    assertEquals(0.9248, study.aurocs().get("Cardiomegaly"));
    // The mean that readers of the paper work out from its table.
    assertEquals(0.841, study.mean(), 0.0005);
  }

  @Test
  void ownFiguresStandBesideThoseForTheSameLabels() {
    var own = Evaluation.of(EvaluationTest.random(100, 50, 1)).bootstrap(50, 1);
    String text = Published.chestXray14().beside(own).text();
    assertTrue(text.contains("Mass"), text);
    assertTrue(text.contains("Hernia"), text);
    assertFalse(text.contains("Nodule"), text);
  }
}
