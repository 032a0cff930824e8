package org.cxrlab.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.eval.Evaluation;
import org.cxrlab.eval.Scores;
import org.cxrlab.model.Predictions;

/**
 * AUROC, average precision and Brier score of fourteen labels with intervals from resampled
 * patients. Its result is the fourteen AUROCs.
 */
final class MetricsPart implements Part {
  private final Predictions predictions;
  private final int resamples;

  MetricsPart(Settings settings) {
    resamples = settings.number("resamples");
    Labels labels = Labels.NIH;
    List<Film> films = new ArrayList<>();
    List<float[]> probabilities = new ArrayList<>();
    try (CsvReader csv = CsvReader.open(settings.path("scores"))) {
      while (csv.next()) {
        List<Float> truth = new ArrayList<>();
        float[] scores = new float[labels.size()];
        for (int l = 0; l < labels.size(); l++) {
          truth.add(Float.valueOf(csv.get(1 + l)));
          scores[l] = Float.parseFloat(csv.get(1 + labels.size() + l));
        }
        String image = films.size() + ".png";
        films.add(Film.of(image, Path.of(image), csv.get(0), labels, truth));
        probabilities.add(scores);
      }
    }
    predictions = new Predictions(new Films("scores", labels, films), labels, probabilities);
  }

  @Override
  public double[] run() {
    return Evaluation.of(predictions).bootstrap(resamples, 1).scores().stream()
        .map(Scores::auroc)
        .mapToDouble(estimate -> estimate.value())
        .toArray();
  }
}
