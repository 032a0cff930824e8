package org.cxrlab.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which trial goes on to a longer round by asynchronous successive halving: of those that are over
 * in a round, the best {@code 1 / factor}, without waiting for the others (ASHA; Li et al., A
 * system for massively parallel hyperparameter tuning, 2020, algorithm 2).
 *
 * @param rounds epochs of each round, rising
 * @param factor one in so many goes on
 */
record Halving(List<Integer> rounds, int factor) {
  /** A combination and the round that it goes on to, counted from 0. */
  record Promotion(int number, int round) {}

  /** The next to go on, from the longest round in which there is one. */
  Optional<Promotion> next(List<Trial> trials) {
    for (int round = rounds.size() - 2; round >= 0; round--) {
      int longer = round + 1;
      int epochs = rounds.get(round);
      List<Trial> over =
          trials.stream()
              .filter(t -> t.epochs() == epochs && t.isOver())
              .sorted(BEST_FIRST)
              .toList();
      Optional<Promotion> found =
          over.stream()
              .limit(over.size() / factor)
              .filter(t -> t.status() == Trial.Status.DONE)
              .map(t -> new Promotion(t.number(), longer))
              .filter(p -> trials.stream().noneMatch(t -> isThere(t, p)))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private boolean isThere(Trial trial, Promotion promotion) {
    return trial.number() == promotion.number() && trial.epochs() == rounds.get(promotion.round());
  }

  /** Those that failed come last, and before them those whose score is not defined. */
  static final Comparator<Trial> BEST_FIRST =
      Comparator.comparing((Trial t) -> t.status() == Trial.Status.FAILED)
          .thenComparing(
              Comparator.comparingDouble((Trial t) -> Double.isNaN(t.score()) ? -1 : t.score())
                  .reversed())
          .thenComparingInt(Trial::number);
}
