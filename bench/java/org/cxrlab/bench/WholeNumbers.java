package org.cxrlab.bench;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Phantoms;
import org.cxrlab.eval.Comparison;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.DenseNet121;
import org.cxrlab.model.Logits;
import org.cxrlab.model.Precision;
import org.cxrlab.model.Predictions;

/**
 * How far what the shipped network says in int8 lies from what it says in single precision, on
 * films of which none was measured on; bench.py writes it down.
 */
final class WholeNumbers {
  /** As many as {@link ChestModel#quantise} looks at. */
  private static final int MEASURED = 64;

  /** A real film in so many is measured on, where real films are. */
  private static final int SHARE = 6;

  private WholeNumbers() {}

  /** What a network says of films: logits, a row for each. */
  private record Said(Films films, List<float[]> logits) {
    static Said of(ChestModel model, Films films) {
      List<Film> seen = new ArrayList<>();
      List<float[]> rows = new ArrayList<>();
      int labels = model.labels().size();
      try (NDManager memory = NativeMemory.newManager();
          Batches batches = model.loader(films).pass(memory)) {
        while (batches.hasNext()) {
          try (Batch batch = batches.next()) {
            float[] all = model.logits(batch.images());
            seen.addAll(batch.films());
            IntStream.range(0, batch.films().size())
                .forEach(i -> rows.add(Arrays.copyOfRange(all, i * labels, (i + 1) * labels)));
          }
        }
      }
      return new Said(new Films(films.name(), films.labels(), seen), rows);
    }

    double[] column(int label) {
      return logits.stream().mapToDouble(row -> row[label]).toArray();
    }

    Evaluation evaluation(ChestModel model) {
      List<float[]> probabilities = new ArrayList<>();
      for (float[] row : logits) {
        float[] of = new float[row.length];
        for (int i = 0; i < of.length; i++) {
          of[i] = (float) Logits.sigmoid(row[i]);
        }
        probabilities.add(of);
      }
      return Evaluation.of(new Predictions(films, model.labels(), probabilities));
    }
  }

  /**
   * Takes "films", how many phantoms, and if there are real ones "real", their folder. Prints rows
   * whose first cell is "logits" or "auroc", cells parted by semicolons.
   */
  public static void main(String[] arguments) {
    Settings settings = Settings.of(arguments);
    Films measured = Phantoms.of(MEASURED).seed(71).films();
    Films phantoms = Phantoms.of(settings.number("films")).seed(72).films();
    try (ChestModel model = DenseNet121.pretrained()) {
      Said fine = Said.of(model.setPrecision(Precision.FP32), phantoms);
      Said whole = Said.of(model.quantise(measured), phantoms);
      logits("phantoms", MEASURED + " other phantoms", model, fine, whole);
      aurocs(whole.evaluation(model).compare(fine.evaluation(model)));
      if (settings.values().containsKey("real")) {
        Films real = Films.open(settings.path("real"));
        logits(
            "real films",
            MEASURED + " phantoms",
            model,
            Said.of(model.setPrecision(Precision.FP32), real),
            Said.of(model.setPrecision(Precision.INT8), real));
        int[] some = every(real, true);
        Films others = real.at(every(real, false));
        model.quantise(real.at(some));
        logits(
            "real films",
            Math.min(MEASURED, some.length) + " other real films",
            model,
            Said.of(model.setPrecision(Precision.FP32), others),
            Said.of(model.setPrecision(Precision.INT8), others));
      }
    }
  }

  private static int[] every(Films films, boolean measured) {
    return IntStream.range(0, films.size()).filter(i -> (i % SHARE == 0) == measured).toArray();
  }

  /** The deviation of the change of each label's logit, over that of the logit itself. */
  private static void logits(String films, String ranges, ChestModel model, Said fine, Said whole) {
    int labels = model.labels().size();
    double[] moved = new double[labels];
    for (int l = 0; l < labels; l++) {
      double[] before = fine.column(l);
      double[] after = whole.column(l);
      double[] change =
          IntStream.range(0, before.length).mapToDouble(i -> after[i] - before[i]).toArray();
      moved[l] = deviation(change) / deviation(before);
    }
    int[] order =
        IntStream.range(0, labels)
            .boxed()
            .sorted(Comparator.comparingDouble(l -> moved[l]))
            .mapToInt(Integer::intValue)
            .toArray();
    double median = (moved[order[(labels - 1) / 2]] + moved[order[labels / 2]]) / 2;
    System.out.printf(
        Locale.ROOT,
        "logits;%,d %s;%s;%.3f;%.3f;%s, then %s %.3f%n",
        fine.films().size(),
        films,
        ranges,
        median,
        moved[order[labels - 1]],
        model.labels().names().get(order[labels - 1]),
        model.labels().names().get(order[labels - 2]),
        moved[order[labels - 2]]);
  }

  private static void aurocs(Comparison compared) {
    for (Comparison.Difference label : compared.differences()) {
      System.out.printf(
          Locale.ROOT,
          "auroc;%s;%.4f;%.4f;%+.4f;%+.4f to %+.4f%n",
          label.name(),
          label.second(),
          label.first(),
          label.difference().value(),
          label.difference().interval().low(),
          label.difference().interval().high());
    }
  }

  private static double deviation(double[] values) {
    double mean =
        IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
    double squares =
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
