package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;

/**
 * Two models on the same films. Each resample draws the same patients for both, so what makes a
 * film hard for both cancels out.
 *
 * @param differences one per label of both models, and their mean last
 * @param resamples how many resamples of patients the intervals come from
 */
public record Comparison(List<Difference> differences, int resamples) implements Showable {
  /**
   * AUROC of the first model, of the second, and the first less the second.
   *
   * @param name the label, or what was put together
   * @param first NaN where it is not defined
   * @param second NaN where it is not defined
   * @param difference with its 95 % interval from the paired bootstrap; one that leaves out 0
   *     speaks for a real difference
   * @param deLong p of DeLong's test; NaN where patients have several films, or where it is not
   *     defined
   */
  public record Difference(
      String name, double first, double second, Estimate difference, double deLong) {}

  /** Copies the list. */
  public Comparison {
    differences = List.copyOf(differences);
  }

  static Comparison of(Evaluation one, Evaluation other) {
    BootstrapJob paired = paired(one, other);
    return of(paired, paired.values());
  }

  /** The same, resampled elsewhere. */
  static Comparison of(Evaluation one, Evaluation other, Resampler elsewhere) {
    BootstrapJob paired = paired(one, other);
    return of(paired, paired.values(elsewhere));
  }

  private static BootstrapJob paired(Evaluation one, Evaluation other) {
    Cases second = aligned(one.cases(), other.cases());
    return BootstrapJob.paired(
        one.cases().only(second.labels()), second, one.scoring().bootstrap());
  }

  /**
   * @param values first and second AUROC of each label, resample by resample
   */
  private static Comparison of(BootstrapJob paired, double[][] values) {
    Cases first = paired.model(0);
    List<Difference> all = new ArrayList<>();
    for (int l = 0; l < first.labels().size(); l++) {
      all.add(difference(first, paired.model(1), l, minus(values[2 * l], values[2 * l + 1])));
    }
    all.add(mean(all, values));
    return new Comparison(all, paired.resamples());
  }

  private static Difference difference(Cases first, Cases second, int label, double[] resampled) {
    Ranking a = first.ranking(label);
    Ranking b = second.ranking(label);
    boolean isTested =
        first.patientCount() == first.size() && Math.min(a.positives(), a.negatives()) >= 2;
    return new Difference(
        first.labels().get(label),
        a.auroc(null),
        b.auroc(null),
        new Estimate(
            a.auroc(null) - b.auroc(null),
            a.patientsOnBothSides() < 2 ? Interval.NONE : Interval.percentiles(resampled)),
        isTested
            ? DeLong.test(
                    first.probabilities(label), second.probabilities(label), second.truth(label))
                .p()
            : Double.NaN);
  }

  private static Difference mean(List<Difference> labels, double[][] values) {
    int resamples = values[0].length;
    double[] means = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      int at = r;
      means[r] =
          meanOfDefined(
              IntStream.range(0, labels.size())
                  .mapToDouble(l -> values[2 * l][at] - values[2 * l + 1][at])
                  .toArray());
    }
    return new Difference(
        "mean of labels (macro)",
        meanOfDefined(labels.stream().mapToDouble(Difference::first).toArray()),
        meanOfDefined(labels.stream().mapToDouble(Difference::second).toArray()),
        new Estimate(
            meanOfDefined(labels.stream().mapToDouble(d -> d.difference().value()).toArray()),
            Interval.percentiles(means)),
        Double.NaN);
  }

  private static double meanOfDefined(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
  }

  private static double[] minus(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }

  /** The other model's cases in the order of the first's films, with the labels of both. */
  private static Cases aligned(Cases first, Cases other) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < other.size(); i++) {
      places.put(other.images().get(i), i);
    }
    for (String image : first.images()) {
      if (!places.containsKey(image)) {
        throw new IllegalArgumentException(
            "The other model has no prediction for "
                + image
                + "; compare models on the same films.");
      }
    }
    if (other.size() != first.size()) {
      throw new IllegalArgumentException(
          "The other model was evaluated on "
              + other.size()
              + " films and this one on "
              + first.size()
              + "; compare models on the same films.");
    }
    int[] order = first.images().stream().mapToInt(places::get).toArray();
    List<String> shared =
        first.labels().names().stream().filter(other.labels().names()::contains).toList();
    if (shared.isEmpty()) {
      throw new IllegalArgumentException(
          "The models have no label in common: "
              + first.labels().names()
              + " and "
              + other.labels().names()
              + ".");
    }
    double[][] probabilities = new double[shared.size()][first.size()];
    float[][] truth = new float[shared.size()][first.size()];
    for (int l = 0; l < shared.size(); l++) {
      int mine = first.labels().indexOf(shared.get(l));
      int theirs = other.labels().indexOf(shared.get(l));
      for (int i = 0; i < order.length; i++) {
        probabilities[l][i] = other.probabilities(theirs)[order[i]];
        truth[l][i] = other.truth(theirs)[order[i]];
        if (Float.compare(truth[l][i], first.truth(mine)[i]) != 0) {
          throw new IllegalArgumentException(
              "The two evaluations hold "
                  + first.images().get(i)
                  + " against different values of "
                  + shared.get(l)
                  + "; evaluate both models on the same table.");
        }
      }
    }
    return new Cases(new Labels(shared), first.images(), first.patients(), probabilities, truth);
  }

  @Override
  public TableFigure figure() {
    boolean tested = differences.stream().anyMatch(d -> !Double.isNaN(d.deLong()));
    var table =
        (tested
                ? TableFigure.columns(
                    "Label", "AUROC", "Other", "Difference (95 % interval)", "p (DeLong)")
                : TableFigure.columns("Label", "AUROC", "Other", "Difference (95 % interval)"))
            .caption(
                "Differences from "
                    + Numbers.show(resamples)
                    + " paired resamples of patients"
                    + (tested ? "" : "; no DeLong test, since patients have several films"));
    for (Difference d : differences) {
      List<Object> row = new ArrayList<>(List.of(d.name(), d.first(), d.second(), d.difference()));
      if (tested) {
        row.add(d.deLong());
      }
      table.row(row.toArray());
    }
    return table.build();
  }
}
