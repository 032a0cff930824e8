package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.TableFigure;

/** What a clinician asks of a cut-off, with intervals that resample patients. */
final class Measures {
  private Measures() {}

  static TableFigure table(Cases cases, CutOffs cutOffs, PatientBootstrap bootstrap) {
    var table =
        TableFigure.columns("Label", "Cut-off", "Sensitivity", "Specificity", "PPV", "NPV", "F1")
            .caption(
                "At the cut-offs ("
                    + cutOffs.rule()
                    + "); 95 % intervals from "
                    + Numbers.show(bootstrap.resamples())
                    + " resamples of patients");
    for (int l = 0; l < cases.labels().size(); l++) {
      String label = cases.labels().get(l);
      double cutOff = cutOffs.of(label);
      List<Object> row = new ArrayList<>(List.of(label, cutOff));
      if (Double.isNaN(cutOff)) {
        row.addAll(java.util.Collections.nCopies(5, Double.NaN));
      } else {
        Confusion at = Confusion.of(label, cases.ranking(l), cutOff);
        double[] values = {at.sensitivity(), at.specificity(), at.ppv(), at.npv(), at.f1()};
        List<Interval> intervals = bootstrap.intervals(statistics(cases, l, cutOff));
        for (int m = 0; m < values.length; m++) {
          row.add(new Estimate(values[m], intervals.get(m)));
        }
      }
      table.row(row.toArray());
    }
    return table.build();
  }

  /** Each measure is a ratio of counts, so each patient's counts are taken once. */
  private static List<ToDoubleFunction<int[]>> statistics(Cases cases, int label, double cutOff) {
    double[] truePositives = count(cases, label, (p, present) -> present && p >= cutOff);
    double[] positives = count(cases, label, (p, present) -> present);
    double[] trueNegatives = count(cases, label, (p, present) -> !present && p < cutOff);
    double[] negatives = count(cases, label, (p, present) -> !present);
    double[] called = count(cases, label, (p, present) -> p >= cutOff);
    double[] cleared = count(cases, label, (p, present) -> p < cutOff);
    double[] twice = sum(truePositives, truePositives);
    return List.of(
        PatientBootstrap.ratio(truePositives, positives),
        PatientBootstrap.ratio(trueNegatives, negatives),
        PatientBootstrap.ratio(truePositives, called),
        PatientBootstrap.ratio(trueNegatives, cleared),
        PatientBootstrap.ratio(twice, sum(positives, called)));
  }

  private interface Condition {
    boolean holds(double probability, boolean present);
  }

  private static double[] count(Cases cases, int label, Condition condition) {
    return cases.perPatient(label, (p, present) -> condition.holds(p, present) ? 1 : 0);
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
