package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.TableFigure;

/** What a clinician asks of a cut-off, with intervals that resample patients. */
final class Measures {
  private Measures() {}

  private static final List<String> NAMES =
      List.of("Sensitivity", "Specificity", "PPV", "NPV", "F1");

  /** How many measures there are. */
  static final int COUNT = NAMES.size();

  /**
   * @param resamples how many there were
   * @param resampled measure by measure of each label, resample by resample
   */
  static TableFigure table(Cases cases, CutOffs cutOffs, int resamples, double[][] resampled) {
    List<List<Object>> rows = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (int l = 0; l < cases.labels().size(); l++) {
      String label = cases.labels().get(l);
      double cutOff = cutOffs.of(label);
      List<Object> row = new ArrayList<>(List.of(label, cutOff));
      String remark = "";
      if (Double.isNaN(cutOff)) {
        row.addAll(Collections.nCopies(COUNT, Double.NaN));
      } else {
        Confusion at = Confusion.of(label, cases.ranking(l), cutOff);
        double[] values = {at.sensitivity(), at.specificity(), at.ppv(), at.npv(), at.f1()};
        List<Interval> intervals =
            Arrays.stream(resampled, COUNT * l, COUNT * (l + 1))
                .map(Interval::percentiles)
                .toList();
        for (int m = 0; m < values.length; m++) {
          row.add(new Estimate(values[m], intervals.get(m)));
        }
        remark = remark(at, intervals);
      }
      rows.add(row);
      remarks.add(remark);
    }
    boolean doubted = remarks.stream().anyMatch(r -> !r.isEmpty());
    List<String> columns = new ArrayList<>(List.of("Label", "Cut-off"));
    columns.addAll(NAMES);
    if (doubted) {
      columns.add("Remark");
      IntStream.range(0, rows.size()).forEach(i -> rows.get(i).add(remarks.get(i)));
    }
    var table =
        TableFigure.columns(columns.toArray(String[]::new))
            .caption(
                "At the cut-offs ("
                    + cutOffs.rule()
                    + "); 95 % intervals from "
                    + Numbers.show(resamples)
                    + " resamples of patients")
            .note(doubted ? Scores.REMARKS : "");
    rows.forEach(row -> table.row(row.toArray()));
    return table.build();
  }

  /** Which intervals are not to be relied on, see {@link Scores#remark}. */
  private static String remark(Confusion at, List<Interval> intervals) {
    String few = Scores.few(at.positives(), at.negatives());
    String collapsed =
        IntStream.range(0, COUNT)
            .filter(m -> intervals.get(m).isCollapsed())
            .mapToObj(NAMES::get)
            .collect(Collectors.joining(", "));
    return Stream.of(few, collapsed.isEmpty() ? "" : "no spread: " + collapsed)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Each measure is a ratio of counts, so each patient's counts are taken once. */
  static List<ToDoubleFunction<int[]>> statistics(Cases cases, int label, double cutOff) {
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
