package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int FILMS = 300;

  private static Evaluation model(double help, int filmsPerPatient, boolean reversed) {
    var random = new Random(9);
    double[] scores = new double[FILMS];
    float[] labels = new float[FILMS];
    for (int i = 0; i < FILMS; i++) {
      labels[i] = i % 3 == 0 ? 1 : 0;
      scores[i] = 1 / (1 + Math.exp(-(random.nextGaussian() + help * labels[i])));
    }
    List<String> images = IntStream.range(0, FILMS).mapToObj(i -> "film" + i + ".png").toList();
    List<String> patients =
        IntStream.range(0, FILMS).mapToObj(i -> "p" + i / filmsPerPatient).toList();
    if (reversed) {
      images = reversed(images);
      patients = reversed(patients);
      for (int i = 0, j = FILMS - 1; i < j; i++, j--) {
        double score = scores[i];
        scores[i] = scores[j];
        scores[j] = score;
        float label = labels[i];
        labels[i] = labels[j];
        labels[j] = label;
      }
    }
    return Evaluation.of(
        new Cases(
            Labels.of("Mass"), images, patients, new double[][] {scores}, new float[][] {labels}));
  }

  private static List<String> reversed(List<String> names) {
    List<String> copy = new ArrayList<>(names);
    Collections.reverse(copy);
    return copy;
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    var same = model(1, 1, false).compare(model(1, 1, true)).differences().get(0);
    assertEquals(new Estimate(0, new Interval(0, 0)), same.difference());
    assertTrue(Double.isNaN(same.deLong()));
  }

  @Test
  void pairingTellsASmallDifferenceThatTwoIntervalsDoNot() {
    Evaluation better = model(1.3, 1, false);
    Evaluation worse = model(1.0, 1, false);
    var difference = better.compare(worse).differences().get(0);
    assertTrue(difference.difference().interval().low() > 0);
    assertTrue(difference.deLong() < 0.001);
    assertTrue(
        better.scores("Mass").auroc().interval().low()
            < worse.scores("Mass").auroc().interval().high());
  }

  @Test
  void theBootstrapAgreesWithDeLongWherePatientsHaveOneFilm() {
    Evaluation one = model(1.3, 1, false);
    Evaluation other = model(0.7, 1, false);
    Interval interval = one.compare(other).differences().get(0).difference().interval();
    double error =
        DeLong.test(
                one.cases().probabilities(0), other.cases().probabilities(0), one.cases().truth(0))
            .standardError();
    assertEquals(2 * 1.96 * error, interval.high() - interval.low(), 0.15 * 4 * error);
  }

  @Test
  void deLongIsLeftOutWherePatientsHaveSeveralFilms() {
    Comparison several = model(1.3, 3, false).compare(model(1, 3, false));
    assertTrue(Double.isNaN(several.differences().get(0).deLong()));
    assertFalse(several.figure().columns().contains("p (DeLong)"));
    assertTrue(several.figure().caption().contains("patients have several films"));
  }

  @Test
  void otherFilmsOrOtherTruthsAreRefused() {
    Evaluation all = model(1, 1, false);
    Evaluation fewer =
        Evaluation.of(
            new Cases(
                Labels.of("Mass"),
                List.of("film0.png"),
                List.of("p0"),
                new double[][] {{.5}},
                new float[][] {{1}}));
    var missing = assertThrows(IllegalArgumentException.class, () -> all.compare(fewer));
    assertTrue(missing.getMessage().contains("film1.png"), missing.getMessage());
    Evaluation contradicting =
        Evaluation.of(
            new Cases(
                Labels.of("Mass"),
                List.of("film0.png"),
                List.of("p0"),
                new double[][] {{.5}},
                new float[][] {{0}}));
    var other = assertThrows(IllegalArgumentException.class, () -> fewer.compare(contradicting));
    assertTrue(other.getMessage().contains("different values of Mass"), other.getMessage());
  }
}
