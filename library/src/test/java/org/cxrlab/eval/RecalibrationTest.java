package org.cxrlab.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
  private static final JsonObject EXPECTED = Fixtures.read("calibration.json");
  private static final Labels MASS = Labels.of("Mass");

  private static Evaluation validation() {
    return evaluation(
        Fixtures.numbers(EXPECTED.get("scores")), Fixtures.labels(EXPECTED.get("labels")));
  }

  private static Evaluation evaluation(double[] scores, float[] labels) {
    List<String> names =
        IntStream.range(0, scores.length).mapToObj(i -> "film" + i + ".png").toList();
    return Evaluation.of(
        new Cases(MASS, names, names, new double[][] {scores}, new float[][] {labels}));
  }

  @Test
  void plattIsTheLineOfHighestLikelihood() {
    Recalibration platt = Recalibration.platt(validation());
    double[] expected = Fixtures.numbers(EXPECTED.get("platt"));
    assertEquals(expected[0], platt.slopes().get(0), 1e-9);
    assertEquals(expected[1], platt.shifts().get(0), 1e-9);
  }

  @Test
  void temperatureIsTheSlopeOfHighestLikelihood() {
    Recalibration temperature = Recalibration.temperature(validation());
    assertEquals(EXPECTED.get("temperatureSlope").getAsDouble(), temperature.slopes().get(0), 1e-9);
    assertEquals(0, temperature.shifts().get(0));
  }

  @Test
  void undoingWeightsGivesBackTheTrueOdds() {
    // 2 % are ill. A model that says the truth under equal classes (Wp = .98, Wn = .02) says 1/2 of
    // a film about which it knows nothing; the honest answer is 2 %.
    var undo = Recalibration.undoWeights(MASS, new double[] {.98}, new double[] {.02});
    assertEquals(0.02, undo.apply("Mass", 0.5), 1e-12);
    // Odds of 9 become odds of 9 x 2/98.
    assertEquals(18.0 / 98 / (1 + 18.0 / 98), undo.apply("Mass", 0.9), 1e-12);
  }

  @Test
  void aWeightedModelIsMadeHonest() {
    // True probabilities, seen through weights of .9 and .1: the best answer under the weighted
    // loss
    // has odds 9 times too high.
    var random = new Random(5);
    int n = 20_000;
    double[] said = new double[n];
    float[] labels = new float[n];
    for (int i = 0; i < n; i++) {
      double p = 0.2 * random.nextDouble();
      labels[i] = random.nextDouble() < p ? 1 : 0;
      said[i] = 9 * p / (9 * p + 1 - p);
    }
    Evaluation raw = evaluation(said, labels);
    Evaluation honest =
        raw.recalibrated(Recalibration.undoWeights(MASS, new double[] {.9}, new double[] {.1}));
    assertTrue(raw.calibration("Mass").expectedError() > 0.3);
    assertTrue(honest.calibration("Mass").expectedError() < 0.01);
    assertEquals(raw.auroc("Mass"), honest.auroc("Mass"));
  }

  @Test
  void certaintyStaysInReach() {
    var same = new Recalibration("none", MASS, List.of(1.0), List.of(0.0));
    assertEquals(0, same.apply("Mass", 0), 1e-7);
    assertEquals(1, same.apply("Mass", 1), 1e-7);
    assertEquals(0.3, same.apply("Mass", 0.3), 1e-15);
  }

  @Test
  void aLabelThatCannotBeFittedIsLeftAsItIs() {
    Evaluation none = evaluation(new double[] {.2, .4}, new float[] {0, 0});
    assertEquals(List.of(1.0), Recalibration.platt(none).slopes());
    Evaluation inverted = evaluation(new double[] {.1, .2, .8, .9}, new float[] {1, 1, 0, 0});
    assertEquals(List.of(1.0), Recalibration.platt(inverted).slopes());
    assertEquals(List.of(0.0), Recalibration.platt(inverted).shifts());
  }

  @Test
  void aLineThatFallsIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Recalibration("bad", MASS, List.of(-1.0), List.of(0.0)));
    assertTrue(e.getMessage().contains("Mass has the slope -1.0"), e.getMessage());
  }
}
