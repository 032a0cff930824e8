package org.cxrlab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  /** By hand: 16 in all, 6 between the groups, of which chance puts 2.5 there. */
  @Test
  void aShareIsEpsilonSquared() {
    int[] groups = {0, 0, 0, 1, 1, 1};
    double[] scores = {1, 2, 3, 2, 4, 6};
    assertEquals((6 - 2.5) / 16, Importance.share(groups, scores), 1e-12);
  }

  @Test
  void aGroupForEachTrialTellsNothing() {
    assertEquals(Double.NaN, Importance.share(new int[] {0, 1, 2}, new double[] {1, 2, 3}));
    assertEquals(Double.NaN, Importance.share(new int[] {0, 0, 1}, new double[] {2, 2, 2}));
  }

  /**
   * Scores made of a rate that matters much, a loss that matters little, and a seed that doesn't.
   */
  @Test
  void whatScoresAreMadeOfIsFound() {
    SearchSpace space =
        SearchSpace.empty()
            .choice("seed", 1, 2, 3)
            .choice("loss", "unweighted", "weighted")
            .log("learningRate", 1e-5, 1e-1);
    Random random = new Random(1);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double rate = Math.pow(10, -5 + 4 * random.nextDouble());
      boolean weighted = random.nextBoolean();
      double score = 0.5 + 0.08 * (5 + Math.log10(rate)) + (weighted ? 0.06 : 0);
      List<String> values =
          List.of(
              Integer.toString(1 + random.nextInt(3)),
              weighted ? "weighted" : "unweighted",
              Double.toString(rate));
      trials.add(new Trial(i + 1, 1, values, Trial.Status.DONE, score, 1, 1, 1, ""));
    }
    Importance importance = Importance.of(space, trials);
    assertEquals(
        List.of("learningRate", "loss", "seed"),
        importance.shares().stream().map(Importance.Share::setting).toList());
    // The variances of the two are 0.08² 16 / 12 and 0.06² / 4; bins lose a sixteenth of the first.
    double rate = 0.08 * 0.08 * 16 / 12;
    double loss = 0.06 * 0.06 / 4;
    assertEquals(rate * 15 / 16 / (rate + loss), importance.shares().get(0).share(), 0.03);
    assertEquals(loss / (rate + loss), importance.shares().get(1).share(), 0.03);
    assertTrue(importance.shares().get(2).share() < 0.01);
  }
}
