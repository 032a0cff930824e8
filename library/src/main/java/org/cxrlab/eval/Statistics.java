package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The statistics that are resampled, in the one order in which their values are kept: whoever
 * computes them, here or elsewhere, numbers them alike.
 */
final class Statistics {
  /** AUROC, average precision and Brier score, of each label and of all pooled. */
  static final int SCORES = 3;

  /** AUROC of the first model and of the second, of each label. */
  static final int MODELS = 2;

  private Statistics() {}

  /** {@link #SCORES} for each label. */
  static List<ToDoubleFunction<int[]>> ofLabels(Cases cases) {
    List<ToDoubleFunction<int[]>> all = new ArrayList<>();
    for (int l = 0; l < cases.labels().size(); l++) {
      double[] errors = cases.perPatient(l, Brier::squaredError);
      double[] films = cases.perPatient(l, (p, present) -> 1);
      all.addAll(scores(cases.ranking(l), errors, films));
    }
    return all;
  }

  /**
   * {@link #SCORES} of all labels in one list.
   *
   * @param pooled the cases' ranking of that kind
   */
  static List<ToDoubleFunction<int[]>> ofPooled(Cases cases, Ranking pooled) {
    double[] errors = new double[cases.patientCount()];
    double[] films = new double[cases.patientCount()];
    for (int l = 0; l < cases.labels().size(); l++) {
      add(errors, cases.perPatient(l, Brier::squaredError));
      add(films, cases.perPatient(l, (p, present) -> 1));
    }
    return scores(pooled, errors, films);
  }

  private static List<ToDoubleFunction<int[]>> scores(
      Ranking ranking, double[] errors, double[] films) {
    return List.of(
        ranking::auroc, ranking::averagePrecision, PatientBootstrap.ratio(errors, films));
  }

  /** Those of {@link Measures} for each label; they say nothing where a cut-off is NaN. */
  static List<ToDoubleFunction<int[]>> atCutOffs(Cases cases, List<Double> cutOffs) {
    List<ToDoubleFunction<int[]>> all = new ArrayList<>();
    for (int l = 0; l < cases.labels().size(); l++) {
      all.addAll(Measures.statistics(cases, l, cutOffs.get(l)));
    }
    return all;
  }

  /** {@link #MODELS} for each label of two models on the same films. */
  static List<ToDoubleFunction<int[]>> ofBoth(Cases first, Cases second) {
    List<ToDoubleFunction<int[]>> all = new ArrayList<>();
    for (int l = 0; l < first.labels().size(); l++) {
      all.add(first.ranking(l)::auroc);
      all.add(second.ranking(l)::auroc);
    }
    return all;
  }

  private static void add(double[] sums, double[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }
}
