package org.cxrlab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.model.FilmFeatures;
import org.cxrlab.model.Predictions;
import org.cxrlab.plan.TrainingPlan;
import org.cxrlab.split.Split;
import org.cxrlab.train.EpochRecord;
import org.cxrlab.train.History;
import org.cxrlab.train.StepRecord;
import org.cxrlab.train.TinyFilms;
import org.cxrlab.train.TrainingRun;

/** Small films, features and runs for tests. */
public final class Samples {
  public static final Labels LABELS = Labels.of("bright", "other");

  private Samples() {}

  /** 36 films of {@link TinyFilms}. */
  public static Split split(Path folder) {
    try {
      return parts(TinyFilms.films(folder, 36));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Split parts(Films films) {
    int third = films.size() / 3;
    return new Split(
        films.at(IntStream.range(0, third).toArray()),
        films.at(IntStream.range(third, 2 * third).toArray()),
        films.at(IntStream.range(2 * third, films.size()).toArray()));
  }

  /** Films without pictures, for what looks at no pixel. */
  public static Split tableOnly(int films) {
    Random random = new Random(2);
    List<Film> all = new ArrayList<>();
    for (int i = 0; i < films; i++) {
      List<Float> values =
          List.of((float) (i % 2), i % 7 == 3 ? Float.NaN : (float) random.nextInt(2));
      all.add(Film.of(i + ".png", Path.of(i + ".png"), "p" + i / 2, LABELS, values));
    }
    return parts(new Films("samples", LABELS, all));
  }

  /** Eight features: the first tells "bright", with noise; the others are noise. */
  public static FilmFeatures features(Films films) {
    List<float[]> rows = new ArrayList<>();
    for (Film film : films) {
      Random random = new Random(film.image().hashCode());
      float[] row = new float[8];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) Math.abs(random.nextGaussian());
      }
      row[0] += film.value(0);
      rows.add(row);
    }
    return new FilmFeatures(films, rows);
  }

  /** Probabilities that tell "bright" the better, the more skill there is. */
  public static Predictions predictions(Films films, double skill, long seed) {
    Random random = new Random(seed);
    List<float[]> rows = new ArrayList<>();
    for (Film film : films) {
      double z = skill * (film.value(0) - 0.5) + random.nextGaussian();
      rows.add(new float[] {(float) (1 / (1 + Math.exp(-z))), random.nextFloat()});
    }
    return new Predictions(films, LABELS, rows);
  }

  /** A history as a training would leave it, with an AUROC that is not defined. */
  public static TrainingRun trained(TrainingPlan plan) {
    List<StepRecord> steps = new ArrayList<>();
    List<EpochRecord> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 2; epoch++) {
      for (int i = 0; i < 3; i++) {
        int step = steps.size() + 1;
        steps.add(new StepRecord(step, 1.5 / step, plan.learningRate(), 0.25));
      }
      epochs.add(
          new EpochRecord(
              epoch, steps.size(), 1.0 / epoch, 1.25 / epoch, List.of(0.75, Double.NaN), epoch));
    }
    return new TrainingRun(
        plan, new History(LABELS, steps, epochs), 2, TrainingRun.Ending.COMPLETED, 2.5);
  }
}
