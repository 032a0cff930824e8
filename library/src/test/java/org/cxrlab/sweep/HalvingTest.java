package org.cxrlab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against algorithm 2 of Li et al. (2020), gone through by hand. */
class HalvingTest {
  private final Halving halving = new Halving(List.of(1, 3, 9), 3);
  private final List<Trial> trials = new ArrayList<>();

  private void over(int number, int epochs, double score) {
    trials.add(trial(number, epochs, score, Trial.Status.DONE));
  }

  private static Trial trial(int number, int epochs, double score, Trial.Status status) {
    return new Trial(number, epochs, List.of("x"), status, score, 1, 1, 1, "");
  }

  private static Optional<Halving.Promotion> to(int number, int round) {
    return Optional.of(new Halving.Promotion(number, round));
  }

  @Test
  void theBestThirdGoesOnWithoutWaiting() {
    over(1, 1, 0.7);
    over(2, 1, 0.9);
    assertEquals(Optional.empty(), halving.next(trials), "a third of two is none");
    over(3, 1, 0.8);
    assertEquals(to(2, 1), halving.next(trials));
    trials.add(trial(2, 3, Double.NaN, Trial.Status.RUNNING));
    assertEquals(Optional.empty(), halving.next(trials), "it is at it already");
  }

  @Test
  void whoeverIsBetterLaterGoesOnToo() {
    for (int i = 1; i <= 3; i++) {
      over(i, 1, 0.5 + 0.01 * i);
    }
    over(3, 3, 0.6);
    over(4, 1, 0.9);
    over(5, 1, 0.8);
    assertEquals(to(4, 1), halving.next(trials), "of five the best one, and that is now another");
    over(4, 3, 0.7);
    over(6, 1, 0.1);
    assertEquals(to(5, 1), halving.next(trials), "of six the best two");
  }

  @Test
  void theLongestRoundComesFirst() {
    for (int i = 1; i <= 12; i++) {
      over(i, 1, 0.5 + 0.01 * i);
    }
    over(12, 3, 0.6);
    over(11, 3, 0.8);
    over(10, 3, 0.7);
    assertEquals(to(11, 2), halving.next(trials));
    over(11, 9, 0.9);
    assertEquals(to(9, 1), halving.next(trials), "of twelve the best four");
  }

  @Test
  void whatFailedCountsButDoesNotGoOn() {
    trials.add(trial(1, 1, Double.NaN, Trial.Status.FAILED));
    trials.add(trial(2, 1, Double.NaN, Trial.Status.FAILED));
    trials.add(trial(3, 1, Double.NaN, Trial.Status.FAILED));
    assertEquals(Optional.empty(), halving.next(trials));
    over(4, 1, Double.NaN);
    over(5, 1, 0.2);
    assertEquals(to(5, 1), halving.next(trials), "a score that is not defined is worse than any");
  }
}
