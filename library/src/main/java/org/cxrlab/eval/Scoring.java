package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.cxrlab.figure.TableFigure;

/**
 * The scores of all labels with their intervals. Worked out on first use and then kept, since the
 * bootstrap takes a moment.
 */
final class Scoring {
  private final Cases cases;
  private final PatientBootstrap bootstrap;

  /** What was resampled elsewhere; null where this process does it. */
  private final Resampled resampled;

  private List<Scores> labels;
  private Scores macro;
  private Scores micro;

  Scoring(Cases cases, PatientBootstrap bootstrap) {
    this(cases, bootstrap, null);
  }

  private Scoring(Cases cases, PatientBootstrap bootstrap, Resampled resampled) {
    this.cases = cases;
    this.bootstrap = bootstrap;
    this.resampled = resampled;
  }

  /** The same, resampled elsewhere: scores, and measures at these cut-offs. */
  Scoring resampled(Resampler elsewhere, CutOffs cutOffs) {
    double[][] values = BootstrapJob.of(cases, cutOffs, bootstrap).values(elsewhere);
    return new Scoring(
        cases, bootstrap, new Resampled(values, cases.labels().size(), cutOffs.values()));
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
      List<ToDoubleFunction<int[]>> statistics = Statistics.ofPooled(cases, pooled);
      double[][] values = resampled == null ? bootstrap.values(statistics) : resampled.ofPooled();
      micro = score("all pooled (micro)", pooled, statistics, values, 0);
    }
    return micro;
  }

  /** What a clinician asks of cut-offs. */
  TableFigure measures(CutOffs cutOffs) {
    double[][] values =
        resampled != null && resampled.isAt(cutOffs)
            ? resampled.atCutOffs()
            : bootstrap.values(Statistics.atCutOffs(cases, cutOffs.values()));
    return Measures.table(cases, cutOffs, bootstrap.resamples(), values);
  }

  private void scoreLabels() {
    List<ToDoubleFunction<int[]>> statistics = Statistics.ofLabels(cases);
    double[][] values = resampled == null ? bootstrap.values(statistics) : resampled.ofLabels();
    List<Scores> all = new ArrayList<>();
    for (int l = 0; l < cases.labels().size(); l++) {
      all.add(
          score(
              cases.labels().get(l), cases.ranking(l), statistics, values, Statistics.SCORES * l));
    }
    labels = List.copyOf(all);
    macro = mean(all, values);
  }

  /**
   * @param first the place of its first statistic
   */
  private Scores score(
      String name,
      Ranking ranking,
      List<ToDoubleFunction<int[]>> statistics,
      double[][] values,
      int first) {
    List<Interval> intervals =
        Stream.of(values[first], values[first + 1], values[first + 2])
            .map(Interval::percentiles)
            .toList();
    int[] once = new int[cases.patientCount()];
    Arrays.fill(once, 1);
    boolean enough = ranking.patientsOnBothSides() >= 2;
    return new Scores(
        name,
        ranking.positives(),
        ranking.negatives(),
        new Estimate(ranking.auroc(null), enough ? intervals.get(0) : Interval.NONE),
        new Estimate(ranking.averagePrecision(null), enough ? intervals.get(1) : Interval.NONE),
        new Estimate(statistics.get(first + 2).applyAsDouble(once), intervals.get(2)));
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
        inResample[l] = values[Statistics.SCORES * l + statistic][r];
      }
      means[r] = meanOfDefined(inResample);
    }
    return new Estimate(meanOfDefined(byLabel), Interval.percentiles(means));
  }

  private static double meanOfDefined(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }
}
