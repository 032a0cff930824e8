package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.model.Logits;

/**
 * Makes probabilities honest again without changing their order: per label, a straight line on the
 * logit, {@code logit' = slope x logit + shift}. Platt's scaling, temperature scaling and undoing
 * class weights are all of this form.
 *
 * @param name what it is called in headings
 * @param labels the labels
 * @param slopes one per label, positive
 * @param shifts one per label
 */
public record Recalibration(String name, Labels labels, List<Double> slopes, List<Double> shifts)
    implements Showable {
  /** So far from 0 and 1 are probabilities kept, for a logit that is finite; a float's own step. */
  private static final double EDGE = 0x1p-24;

  /** Checks that each label has a line that rises; copies the lists. */
  public Recalibration {
    slopes = List.copyOf(slopes);
    shifts = List.copyOf(shifts);
    if (slopes.size() != labels.size() || shifts.size() != labels.size()) {
      throw new IllegalArgumentException(
          "There must be a slope and a shift for each of the "
              + labels.size()
              + " labels, not "
              + slopes.size()
              + " and "
              + shifts.size()
              + ".");
    }
    for (int l = 0; l < slopes.size(); l++) {
      if (!(slopes.get(l) > 0 && slopes.get(l) < Double.POSITIVE_INFINITY)
          || !Double.isFinite(shifts.get(l))) {
        throw new IllegalArgumentException(
            "The line for "
                + labels.get(l)
                + " has the slope "
                + slopes.get(l)
                + " and the shift "
                + shifts.get(l)
                + "; the slope must be positive and both finite.");
      }
    }
  }

  /**
   * Undoes what class weights do. A loss that counts each positive Wp times and each negative Wn
   * times teaches a model odds that are Wp/Wn times the true ones, so the logit is shifted back by
   * log(Wp/Wn). No data are needed.
   *
   * @param positiveWeights Wp, one per label
   * @param negativeWeights Wn, one per label
   */
  public static Recalibration undoWeights(
      Labels labels, double[] positiveWeights, double[] negativeWeights) {
    if (positiveWeights.length != labels.size() || negativeWeights.length != labels.size()) {
      throw new IllegalArgumentException(
          positiveWeights.length
              + " positive and "
              + negativeWeights.length
              + " negative weights for "
              + labels.size()
              + " labels; give one of each per label.");
    }
    return new Recalibration(
        "class weights undone",
        labels,
        Collections.nCopies(labels.size(), 1.0),
        IntStream.range(0, labels.size())
            .mapToObj(l -> -Math.log(positiveWeights[l] / negativeWeights[l]))
            .toList());
  }

  /**
   * Platt's scaling (Platt 1999): slope and shift of each label by maximum likelihood, with his
   * targets (N+ + 1)/(N+ + 2) and 1/(N- + 2) instead of 1 and 0. A label without both kinds of
   * films, or whose order is worse than guessing, is left as it is.
   *
   * @param validation films that the model did not learn from, and that are not the test part
   */
  public static Recalibration platt(Evaluation validation) {
    List<Double> slopes = new ArrayList<>();
    List<Double> shifts = new ArrayList<>();
    Cases cases = validation.cases();
    for (int l = 0; l < cases.labels().size(); l++) {
      Ranking known = cases.ranking(l);
      double[] line = {1, 0};
      if (known.positives() > 0 && known.negatives() > 0) {
        double[] fitted = LogisticLine.fit(logits(known), targets(known));
        line = fitted[0] > 0 ? fitted : line;
      }
      slopes.add(line[0]);
      shifts.add(line[1]);
    }
    return new Recalibration("Platt scaling", cases.labels(), slopes, shifts);
  }

  /**
   * Temperature scaling (Guo et al. 2017): one slope for all labels by maximum likelihood, no
   * shift. It tempers too much or too little confidence, but can't undo class weights.
   *
   * @param validation films that the model did not learn from, and that are not the test part
   */
  public static Recalibration temperature(Evaluation validation) {
    Cases cases = validation.cases();
    double[] logits =
        IntStream.range(0, cases.labels().size())
            .boxed()
            .flatMapToDouble(l -> DoubleStream.of(logits(cases.ranking(l))))
            .toArray();
    double[] truth =
        IntStream.range(0, cases.labels().size())
            .boxed()
            .flatMapToDouble(l -> truth(cases.ranking(l)))
            .toArray();
    double slope = LogisticLine.fitSlope(logits, truth);
    return new Recalibration(
        "temperature scaling",
        cases.labels(),
        Collections.nCopies(cases.labels().size(), slope),
        Collections.nCopies(cases.labels().size(), 0.0));
  }

  private static double[] logits(Ranking known) {
    return IntStream.range(0, known.size()).mapToDouble(r -> logit(known.score(r))).toArray();
  }

  private static DoubleStream truth(Ranking known) {
    return IntStream.range(0, known.size()).mapToDouble(r -> known.positive(r) ? 1 : 0);
  }

  private static double[] targets(Ranking known) {
    double present = (known.positives() + 1.0) / (known.positives() + 2.0);
    double absent = 1 / (known.negatives() + 2.0);
    return truth(known).map(y -> y == 1 ? present : absent).toArray();
  }

  /**
   * The corrected probability.
   *
   * @param label a label of this correction
   * @param probability in [0, 1]
   */
  public double apply(String label, double probability) {
    int l = labels.indexOf(label);
    return Logits.sigmoid(slopes.get(l) * logit(probability) + shifts.get(l));
  }

  static double logit(double probability) {
    double p = Math.min(1 - EDGE, Math.max(EDGE, probability));
    return Math.log(p / (1 - p));
  }

  @Override
  public TableFigure figure() {
    var table = TableFigure.columns("Label", "Slope", "Shift").caption("Logits: " + name);
    for (int l = 0; l < labels.size(); l++) {
      table.row(labels.get(l), slopes.get(l), shifts.get(l));
    }
    return table.build();
  }
}
