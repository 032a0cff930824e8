package org.cxrlab.eval;

import java.util.function.ToDoubleFunction;
import org.cxrlab.figure.Text;

/**
 * How a cut-off is chosen. Choose it on the validation part and apply it to the test part: chosen
 * on the test part itself it flatters.
 */
public final class CutOffRule {
  private final String name;
  private final ToDoubleFunction<Confusion> worth;

  private CutOffRule(String name, ToDoubleFunction<Confusion> worth) {
    this.name = name;
    this.worth = worth;
  }

  /** The highest sensitivity + specificity - 1 (Youden 1950). */
  public static CutOffRule youden() {
    return new CutOffRule("Youden", Confusion::youden);
  }

  /** The highest F1. */
  public static CutOffRule f1() {
    return new CutOffRule("best F1", Confusion::f1);
  }

  /**
   * The highest cut-off that still finds this share of the positives.
   *
   * @param atLeast above 0 and up to 1
   */
  public static CutOffRule sensitivity(double atLeast) {
    if (!(atLeast > 0 && atLeast <= 1)) {
      throw new IllegalArgumentException(
          "The sensitivity must be above 0 and at most 1, not " + atLeast + "; try 0.9.");
    }
    return new CutOffRule(
        Text.format("sensitivity ≥ %.2f", atLeast),
        c -> c.sensitivity() >= atLeast ? c.specificity() : -1);
  }

  /** What the rule is called in tables. */
  public String name() {
    return name;
  }

  /** The best of the scores that occur, the highest of equals; NaN without both kinds of films. */
  double choose(String label, Ranking ranking) {
    if (ranking.positives() == 0 || ranking.negatives() == 0) {
      return Double.NaN;
    }
    double best = Double.NEGATIVE_INFINITY;
    double cutOff = Double.NaN;
    int found = 0;
    for (int rank = 0; rank < ranking.size(); rank++) {
      found += ranking.positive(rank) ? 1 : 0;
      if (ranking.lastOfTie(rank)) {
        int wrong = rank + 1 - found;
        double score = ranking.score(rank);
        double here =
            worth.applyAsDouble(
                new Confusion(
                    label,
                    score,
                    found,
                    ranking.positives() - found,
                    wrong,
                    ranking.negatives() - wrong));
        if (here > best) {
          best = here;
          cutOff = score;
        }
      }
    }
    return cutOff;
  }

  @Override
  public String toString() {
    return "cut-off by " + name;
  }
}
