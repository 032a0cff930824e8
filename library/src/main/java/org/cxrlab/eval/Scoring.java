package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The scores of all labels with their intervals. Worked out on first use and then kept, since the
 * bootstrap takes a moment.
 */
final class Scoring {
  private final Cases cases;
  private final PatientBootstrap bootstrap;
  private List<Scores> labels;
  private Scores macro;
  private Scores micro;

  Scoring(Cases cases, PatientBootstrap bootstrap) {
    this.cases = cases;
    this.bootstrap = bootstrap;
  }

  Cases cases() {
    return cases;
  }

  PatientBootstrap bootstrap() {
    return bootstrap;
  }

  /** One per label. */
  synchronized List<Scores> labels() {
    if (labels == null) {
      scoreLabels();
    }
    return labels;
  }

  /** The plain mean over the labels for which a figure is defined: each label counts alike. */
  synchronized Scores macro() {
    labels();
    return macro;
  }

  /** All pairs of film and label as one big list: frequent labels count more. */
  synchronized Scores micro() {
    if (micro == null) {
      Ranking pooled = cases.pooled();
      double[] errors = new double[cases.patientCount()];
      double[] films = new double[cases.patientCount()];
      for (int l = 0; l < cases.labels().size(); l++) {
        add(errors, cases.perPatient(l, Brier::squaredError));
        add(films, cases.perPatient(l, (p, present) -> 1));
      }
      micro = score("all pooled (micro)", pooled, PatientBootstrap.ratio(errors, films));
    }
    return micro;
  }

  private Scores score(String name, Ranking ranking, ToDoubleFunction<int[]> brier) {
    return assemble(
        name,
        ranking,
        brier,
        bootstrap.intervals(List.of(ranking::auroc, ranking::averagePrecision, brier)));
  }

  private void scoreLabels() {
    int n = cases.labels().size();
    List<ToDoubleFunction<int[]>> brier = new ArrayList<>();
    List<ToDoubleFunction<int[]>> statistics = new ArrayList<>();
    for (int l = 0; l < n; l++) {
      Ranking ranking = cases.ranking(l);
      brier.add(
          PatientBootstrap.ratio(
              cases.perPatient(l, Brier::squaredError), cases.perPatient(l, (p, present) -> 1)));
      statistics.addAll(List.of(ranking::auroc, ranking::averagePrecision, brier.get(l)));
    }
    double[][] values = bootstrap.values(statistics);
    List<Scores> all = new ArrayList<>();
    for (int l = 0; l < n; l++) {
      all.add(
          assemble(
              cases.labels().get(l),
              cases.ranking(l),
              brier.get(l),
              Stream.of(values[3 * l], values[3 * l + 1], values[3 * l + 2])
                  .map(Interval::percentiles)
                  .toList()));
    }
    labels = List.copyOf(all);
    macro = mean(all, values);
  }

  private Scores assemble(
      String name, Ranking ranking, ToDoubleFunction<int[]> brier, List<Interval> intervals) {
    int[] once = new int[cases.patientCount()];
    Arrays.fill(once, 1);
    boolean enough = ranking.patientsOnBothSides() >= 2;
    return new Scores(
        name,
        ranking.positives(),
        ranking.negatives(),
        new Estimate(ranking.auroc(null), enough ? intervals.get(0) : Interval.NONE),
        new Estimate(ranking.averagePrecision(null), enough ? intervals.get(1) : Interval.NONE),
        new Estimate(brier.applyAsDouble(once), intervals.get(2)));
  }

  /**
   * @param values three statistics per label, resample by resample
   */
  private Scores mean(List<Scores> all, double[][] values) {
    return new Scores(
        "mean of labels (macro)",
        all.stream().mapToInt(Scores::positives).sum(),
        all.stream().mapToInt(Scores::negatives).sum(),
        meanEstimate(all.stream().mapToDouble(s -> s.auroc().value()).toArray(), values, 0),
        meanEstimate(
            all.stream().mapToDouble(s -> s.averagePrecision().value()).toArray(), values, 1),
        meanEstimate(all.stream().mapToDouble(s -> s.brier().value()).toArray(), values, 2));
  }

  private Estimate meanEstimate(double[] byLabel, double[][] values, int statistic) {
    double[] means = new double[bootstrap.resamples()];
    for (int r = 0; r < means.length; r++) {
      double[] inResample = new double[byLabel.length];
      for (int l = 0; l < byLabel.length; l++) {
        inResample[l] = values[3 * l + statistic][r];
      }
      means[r] = meanOfDefined(inResample);
    }
    return new Estimate(meanOfDefined(byLabel), Interval.percentiles(means));
  }

  private static double meanOfDefined(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }

  private static void add(double[] sums, double[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }
}
