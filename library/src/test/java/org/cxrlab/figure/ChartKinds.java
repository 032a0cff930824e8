package org.cxrlab.figure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** One chart of each kind that the library draws, as its users meet them. */
final class ChartKinds {
  static final List<String> NIH =
      List.of(
          "Atelectasis",
          "Cardiomegaly",
          "Effusion",
          "Infiltration",
          "Mass",
          "Nodule",
          "Pneumonia",
          "Pneumothorax",
          "Consolidation",
          "Edema",
          "Emphysema",
          "Fibrosis",
          "Hernia",
          "Pleural_Thickening");

  /** Films of each finding in the NIH data set. */
  static final double[] FOURTEEN = {
    11559, 2776, 13317, 19894, 5782, 6331, 1431, 5302, 4667, 2303, 2516, 1686, 227, 3385
  };

  private ChartKinds() {}

  /** The charts by what they show. */
  static Map<String, Chart> all() {
    var charts = new LinkedHashMap<String, Chart>();
    charts.put("training", training(300).build());
    charts.put("first-step", training(1).build());
    charts.put("one-epoch", oneEpoch());
    charts.put("roc", roc());
    charts.put("precision-recall", precisionRecall());
    charts.put("calibration", calibration());
    charts.put("learning-rate", learningRate());
    charts.put("histogram", histogram());
    charts.put(
        "prevalence",
        Charts.bars("Films with each finding", "films", NIH)
            .series("films", FOURTEEN)
            .values()
            .build());
    charts.put("groups", groups());
    charts.put(
        "upright",
        Charts.bars("Films per patient", "patients", List.of("1", "2", "3", "4", "5 and more"))
            .series("patients", new double[] {13302, 6400, 3011, 1500, 6592})
            .values()
            .build());
    charts.put(
        "upright-wrapped",
        Charts.bars(
                "Contributions",
                "contribution to the loss",
                List.of("Enlarged heart shadow", "Pleural effusion", "No finding at all"))
            .series("positive", new double[] {0.02, 0.11, 0.5})
            .series("negative", new double[] {0.98, 0.89, 0.5})
            .build());
    charts.put(
        "negative",
        Charts.bars("Change", "change of AUROC", NIH.subList(0, 4))
            .horizontal()
            .series("change", new double[] {-0.031, 0.024, -0.01, 0})
            .values()
            .build());
    charts.put("counts", counts());
    charts.put("kappas", kappas());
    charts.put("dots", dots());
    charts.put("parallel", parallel());
    charts.put("slice", Charts.slice("Score by learning rate", rate(), score()));
    charts.put("slice-names", Charts.slice("Score by optimizer", optimizer(), score()));
    charts.put(
        "nothing",
        Charts.nothing(
            "ROC curves",
            "There is no curve to draw, which takes films with a finding and films without it:"
                + " Hernia (no positives)."));
    return charts;
  }

  /** Loss and validation loss of a training with so many steps. */
  static LineChart training(int steps) {
    var random = new Random(7);
    double[] x = IntStream.rangeClosed(1, steps).mapToDouble(i -> i).toArray();
    double[] loss =
        Arrays.stream(x)
            .map(i -> 4 * Math.exp(-i / 90) + 3 + 0.4 * random.nextGaussian())
            .toArray();
    double[] smooth = Arrays.stream(x).map(i -> 4 * Math.exp(-i / 90) + 3).toArray();
    LineChart chart =
        Charts.lines("Loss", "step", "loss")
            .points("each step", x, loss)
            .line("smoothed", x, smooth);
    if (steps >= 100) {
      double[] ends = IntStream.rangeClosed(1, steps / 100).mapToDouble(i -> 100.0 * i).toArray();
      double[] valid = Arrays.stream(ends).map(i -> 4 * Math.exp(-i / 90) + 3.3).toArray();
      chart =
          chart.line("validation", ends, valid).event("best", ends[ends.length - 1]).event("", 150);
    }
    return chart;
  }

  private static Chart oneEpoch() {
    return Charts.lines("Mean AUROC on the validation films", "epoch", "mean AUROC")
        .line("AUROC", new double[] {1, 2, 3}, new double[] {0.71, 0.78, 0.8})
        .size(360, 280)
        .build();
  }

  private static Chart roc() {
    LineChart chart =
        Charts.lines("ROC curves", "1 - specificity", "sensitivity").xRange(0, 1).yRange(0, 1);
    for (int k = 0; k < NIH.size(); k++) {
      double power = 0.15 + 0.04 * k;
      double[] x = IntStream.rangeClosed(0, 60).mapToDouble(i -> Math.pow(i / 60.0, 2)).toArray();
      double[] y = Arrays.stream(x).map(v -> Math.pow(v, power)).toArray();
      chart = chart.line(NIH.get(k) + " " + Numbers.show(1 / (1 + power)), x, y);
    }
    return chart.dashed("chance", new double[] {0, 1}, new double[] {0, 1}).size(720, 560).build();
  }

  private static Chart precisionRecall() {
    double[] x = IntStream.rangeClosed(0, 50).mapToDouble(i -> i / 50.0).toArray();
    double[] y = Arrays.stream(x).map(v -> 1 - 0.9 * v * v).toArray();
    double[] low = Arrays.stream(y).map(v -> Math.max(0, v - 0.08)).toArray();
    double[] high = Arrays.stream(y).map(v -> Math.min(1, v + 0.08)).toArray();
    return Charts.lines("Precision-recall curves", "recall (sensitivity)", "precision (PPV)")
        .band("95 %", x, low, high)
        .line("Effusion", x, y)
        .dashed("prevalence", new double[] {0, 1}, new double[] {0.12, 0.12})
        .xRange(0, 1)
        .yRange(0, 1)
        .size(420, 400)
        .build();
  }

  private static Chart calibration() {
    double[] x = {0.05, 0.15, 0.3, 0.5, 0.75, 0.95};
    return Charts.lines("Calibration", "mean predicted probability", "share that is positive")
        .points("before", x, new double[] {0.01, 0.05, 0.18, 0.31, 0.5, 0.8})
        .points("after", x, new double[] {0.04, 0.16, 0.31, 0.48, 0.77, 0.93})
        .dashed("perfect", new double[] {0, 1}, new double[] {0, 1})
        .xRange(0, 1)
        .yRange(0, 1)
        .size(480, 440)
        .build();
  }

  private static Chart learningRate() {
    double[] x =
        IntStream.rangeClosed(0, 60).mapToDouble(i -> Math.pow(10, -6 + i / 12.0)).toArray();
    double[] y =
        Arrays.stream(x).map(v -> 0.7 - 0.2 * Math.exp(-Math.pow(Math.log10(v) + 3, 2))).toArray();
    return Charts.lines("Loss by learning rate", "learning rate", "loss")
        .line("loss", x, y)
        .event("suggested", 3e-4)
        .logX()
        .build();
  }

  private static Chart histogram() {
    var random = new Random(3);
    double[] values = random.doubles(5000).map(v -> 255 * v * (1 - 0.4 * v)).toArray();
    return Charts.histogram("Grey values", "grey value", values, 64);
  }

  private static Chart groups() {
    double[] share = Arrays.stream(FOURTEEN).map(v -> 100 * v / 112120).toArray();
    return Charts.bars("Prevalence in each part", "% of films", NIH)
        .series("training", share)
        .series("validation", Arrays.stream(share).map(v -> v * 0.9).toArray())
        .series("test", Arrays.stream(share).map(v -> v * 1.2).toArray())
        .build();
  }

  private static Chart counts() {
    double[][] cells = new double[NIH.size()][NIH.size()];
    for (int r = 0; r < cells.length; r++) {
      for (int c = 0; c < cells.length; c++) {
        cells[r][c] = r == c ? FOURTEEN[r] : Math.rint(FOURTEEN[r] * FOURTEEN[c] / 80000);
      }
    }
    return Charts.matrix("Films that show both findings", NIH, NIH, cells);
  }

  private static Chart kappas() {
    List<String> names = List.of("Reader 1", "Reader 2", "Reader 3", "model");
    double[][] k = {
      {Double.NaN, 0.61, 0.55, 0.48},
      {0.61, Double.NaN, 0.72, 0.51},
      {0.55, 0.72, Double.NaN, 0.39},
      {0.48, 0.51, 0.39, Double.NaN}
    };
    return Charts.matrix("Effusion: Cohen's kappa of each pair", names, names, k);
  }

  private static Chart dots() {
    return Charts.dots("Mean AUROC, over 5 seeds", "mean AUROC")
        .row("plain", new double[] {0.77, 0.78, 0.79, 0.775, 0.781}, 0.779, 0.769, 0.789)
        .row("weighted", new double[] {0.79, 0.8, 0.81, 0.799, 0.804}, 0.8006, 0.791, 0.81)
        .reference("published", 0.8)
        .build();
  }

  private static ValueAxis rate() {
    return ValueAxis.log("learning rate", new double[] {1e-4, 3e-4, 1e-3, 2e-3, 5e-4});
  }

  private static ValueAxis optimizer() {
    return ValueAxis.names(
        "optimizer", List.of("adam", "adam", "sgd", "sgd", "adam"), List.of("adam", "sgd"));
  }

  private static ValueAxis score() {
    return ValueAxis.numbers("mean AUROC", new double[] {0.75, 0.79, 0.8, 0.72, 0.785});
  }

  private static Chart parallel() {
    return Charts.parallel(
        "Trials through their settings",
        List.of(
            rate(),
            optimizer(),
            ValueAxis.numbers("batch size", new double[] {8, 16, 32, 8, 16}),
            score()));
  }
}
