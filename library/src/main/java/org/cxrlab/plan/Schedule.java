package org.cxrlab.plan;

import org.cxrlab.figure.Text;

/**
 * How the learning rate changes in the course of a training. Immutable; {@link #warmUp} gives a new
 * one.
 *
 * @param kind what happens after the warm-up
 * @param warmUpSteps over so many steps the rate first rises from 0, in equal parts
 * @param factor by which a plateau reduces the rate, in (0, 1)
 * @param patience after so many epochs without a better one the rate is reduced, at least 1
 */
public record Schedule(Kind kind, int warmUpSteps, double factor, int patience) {
  /** What happens after the warm-up. */
  public enum Kind {
    /** The rate stays. */
    CONSTANT,
    /** The rate falls to 0 along half a wave of the cosine. */
    COSINE,
    /** The rate is reduced whenever the validation no longer gets better. */
    PLATEAU
  }

  /** Checks the ranges. */
  public Schedule {
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException(
          "The warm-up must be at least 0 steps, not " + warmUpSteps + ".");
    }
    if (!(factor > 0 && factor < 1) || patience < 1) {
      throw new IllegalArgumentException(
          "A plateau needs a factor between 0 and 1 and a patience of at least 1 epoch, not "
              + factor
              + " and "
              + patience
              + ".");
    }
  }

  /** The same rate throughout. */
  public static Schedule constant() {
    return new Schedule(Kind.CONSTANT, 0, 0.1, 1);
  }

  /** From the full rate to 0 along half a wave of the cosine. */
  public static Schedule cosine() {
    return new Schedule(Kind.COSINE, 0, 0.1, 1);
  }

  /** Times {@code factor} after each {@code patience} epochs without a better validation. */
  public static Schedule reduceOnPlateau(double factor, int patience) {
    return new Schedule(Kind.PLATEAU, 0, factor, patience);
  }

  /** The same after a rise from 0 over so many steps. */
  public Schedule warmUp(int steps) {
    return new Schedule(kind, steps, factor, patience);
  }

  /**
   * What the plan's learning rate is multiplied by.
   *
   * @param step counted from 0
   * @param total steps of the training
   * @param epochsWithoutBetter after each epoch, how many had passed since the best one
   */
  public double share(int step, int total, java.util.List<Integer> epochsWithoutBetter) {
    if (step < warmUpSteps) {
      return (step + 1.0) / warmUpSteps;
    }
    return switch (kind) {
      case CONSTANT -> 1;
      case COSINE -> {
        double done = (step - warmUpSteps) / (double) Math.max(1, total - warmUpSteps);
        yield 0.5 * (1 + Math.cos(Math.PI * done));
      }
      case PLATEAU -> {
        long plateaus =
            epochsWithoutBetter.stream().filter(n -> n > 0 && n % patience == 0).count();
        yield Math.pow(factor, plateaus);
      }
    };
  }

  @Override
  public String toString() {
    String after =
        switch (kind) {
          case CONSTANT -> "constant";
          case COSINE -> "cosine to 0";
          case PLATEAU ->
              "times "
                  + factor
                  + " after "
                  + Text.count(patience, "epoch")
                  + " without a better one";
        };
    return warmUpSteps == 0
        ? after
        : after + ", after a rise over " + Text.count(warmUpSteps, "step");
  }
}
