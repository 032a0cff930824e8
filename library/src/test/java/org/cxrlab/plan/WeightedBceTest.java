package org.cxrlab.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cxrlab.data.Labels;
import org.cxrlab.model.Logits;
import org.junit.jupiter.api.Test;

class WeightedBceTest {
  private static final float UNKNOWN = Float.NaN;
  private static final Labels LABELS = Labels.of("A", "B", "C");
  private static final float[][] TRUTH = {{1, 1, 1}, {1, 1, 0}, {0, 1, 0}, {1, 0, 1}};
  private static final ClassWeights WEIGHTS = ClassWeights.of(LABELS, TRUTH);

  @Test
  void answeringAlikeCostsTheSameWhicheverWayOnceWeighted() {
    // Worked by hand: A and B each 0.75 * 0.25 * -(log 0.7 + log 0.3), C 0.5 * 0.5 of the same;
    // 0.625 * 1.5606477 = 0.97540.
    WeightedBce loss = WeightedBce.with(WEIGHTS);
    assertEquals(0.97540, loss.value(everywhere(0.7), TRUTH), 5e-6);
    assertEquals(0.97540, loss.value(everywhere(0.3), TRUTH), 5e-6);
  }

  @Test
  void theFormulaWithEpsilonAgrees() {
    WeightedBce loss = WeightedBce.with(WEIGHTS);
    double[][] p = new double[4][3];
    Arrays.stream(p).forEach(row -> Arrays.fill(row, 0.7));
    assertEquals(
        loss.value(everywhere(0.7), TRUTH), loss.valueOfProbabilities(p, TRUTH, 1e-7), 1e-6);
  }

  @Test
  void unweightedEveryFilmCostsTheSame() {
    // -(3 log 0.7 + log 0.3) / 4 for A and for B, -(2 log 0.7 + 2 log 0.3) / 4 for C
    double expected = -(8 * Math.log(0.7) + 4 * Math.log(0.3)) / 4;
    assertEquals(expected, WeightedBce.unweighted().value(everywhere(0.7), TRUTH), 1e-12);
  }

  @Test
  void unknownLabelsTakeNoPart() {
    float[][] some = {{1, UNKNOWN}, {UNKNOWN, UNKNOWN}, {0, UNKNOWN}};
    double[][] logits = {{2, 5}, {7, 5}, {-1, 5}};
    double expected = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1))) / 2;
    assertEquals(expected, WeightedBce.unweighted().value(logits, some), 1e-12);
    assertEquals(expected, onArrays(WeightedBce.unweighted(), logits, some, null), 1e-6);
  }

  @Test
  void aVeryWrongAnswerCostsItsLogit() {
    double[][] logits = {{-1000}};
    float[][] present = {{1}};
    assertEquals(1000, WeightedBce.unweighted().value(logits, present), 1e-9);
    double[][] gradient = new double[1][1];
    assertEquals(1000, onArrays(WeightedBce.unweighted(), logits, present, gradient), 1e-3);
    assertEquals(-1, gradient[0][0], 1e-6);
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    double[][] logits = {{0.3, -2, 4}, {-0.7, 0, 1}, {3, -1, -5}, {0.1, 2, 0.5}};
    float[][] truth = {{1, UNKNOWN, 1}, {1, 1, 0}, {0, 1, UNKNOWN}, {1, 0, 1}};
    WeightedBce loss = WeightedBce.with(WEIGHTS);
    double[][] gradient = new double[4][3];
    assertEquals(loss.value(logits, truth), onArrays(loss, logits, truth, gradient), 1e-6);
    double h = 1e-5;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 3; j++) {
        double z = logits[i][j];
        logits[i][j] = z + h;
        double above = loss.value(logits, truth);
        logits[i][j] = z - h;
        double below = loss.value(logits, truth);
        logits[i][j] = z;
        assertEquals((above - below) / (2 * h), gradient[i][j], 1e-6);
      }
    }
  }

  @Test
  void aSmoothedLabelCostsBothSidesByItsShare() {
    // Wp t -log(p) + Wn (1 - t) -log(1 - p), by hand for p = 0.8, Wp = 0.75, Wn = 0.25, t = 0.7.
    var weights = new ClassWeights(Labels.of("A"), List.of(1), List.of(3));
    double[][] logits = {{Math.log(4)}};
    float[][] truth = {{0.7f}};
    double expected = 0.75 * 0.7 * -Math.log(0.8) + 0.25 * 0.3 * -Math.log(0.2);
    WeightedBce loss = WeightedBce.with(weights);
    assertEquals(expected, loss.value(logits, truth), 1e-7);
    assertEquals(expected, loss.valueOfProbabilities(new double[][] {{0.8}}, truth, 0), 1e-7);
    assertEquals(expected, onArrays(loss, logits, truth, null), 1e-6);
    // The slope: Wp t (p - 1) + Wn (1 - t) p.
    double slope = 0.75 * 0.7 * -0.2 + 0.25 * 0.3 * 0.8;
    assertEquals(slope, loss.gradient(logits, truth)[0][0], 1e-8);
    double[][] native32 = new double[1][1];
    onArrays(loss, logits, truth, native32);
    assertEquals(slope, native32[0][0], 1e-6);
  }

  @Test
  void theGradientOfSmoothedLabelsIsThatOfFiniteDifferences() {
    double[][] logits = {{0.3, -2, 4}, {-0.7, 0, 1}, {3, -1, -5}, {0.1, 2, 0.5}};
    float[][] truth = {{0.6f, UNKNOWN, 1}, {1, 0.85f, 0.3f}, {0, 1, UNKNOWN}, {0.01f, 0, 0.99f}};
    for (WeightedBce loss : List.of(WeightedBce.with(WEIGHTS), WeightedBce.unweighted())) {
      double[][] exact = loss.gradient(logits, truth);
      double[][] native32 = new double[4][3];
      assertEquals(loss.value(logits, truth), onArrays(loss, logits, truth, native32), 1e-6);
      double h = 1e-5;
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 3; j++) {
          double z = logits[i][j];
          logits[i][j] = z + h;
          double above = loss.value(logits, truth);
          logits[i][j] = z - h;
          double below = loss.value(logits, truth);
          logits[i][j] = z;
          assertEquals((above - below) / (2 * h), exact[i][j], 1e-9);
          assertEquals(exact[i][j], native32[i][j], 1e-6);
        }
      }
    }
  }

  /** What a label of 0 or 1 costs has not changed by a bit since labels may be smoothed. */
  @Test
  void labelsOfZeroAndOneCostWhatTheyDid() {
    var random = new Random(4);
    for (int round = 0; round < 200; round++) {
      double[][] logits = new double[5][3];
      float[][] truth = new float[5][3];
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 3; j++) {
          logits[i][j] = 8 * random.nextGaussian();
          truth[i][j] = random.nextInt(4) == 0 ? UNKNOWN : random.nextInt(2);
        }
      }
      WeightedBce loss = round % 2 == 0 ? WeightedBce.with(WEIGHTS) : WeightedBce.unweighted();
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        double wp = round % 2 == 0 ? WEIGHTS.positive(j) : 1;
        double wn = round % 2 == 0 ? WEIGHTS.negative(j) : 1;
        double cost = 0;
        int known = 0;
        for (int i = 0; i < 5; i++) {
          known += Float.isNaN(truth[i][j]) ? 0 : 1;
        }
        for (int i = 0; i < 5; i++) {
          if (!Float.isNaN(truth[i][j])) {
            double z = logits[i][j];
            double p = Logits.sigmoid(z);
            cost += truth[i][j] == 1 ? wp * WeightedBce.softplus(-z) : wn * WeightedBce.softplus(z);
            double slope = (truth[i][j] == 1 ? wp * (p - 1) : wn * p) / known;
            assertEquals(slope, loss.gradient(logits, truth)[i][j]);
          }
        }
        sum += known == 0 ? 0 : cost / known;
      }
      assertEquals(sum, loss.value(logits, truth));
    }
  }

  @Test
  void weightsOfOtherLabelsAreRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> WeightedBce.with(WEIGHTS).requireLabels(Labels.of("A", "B")));
    assertTrue(e.getMessage().contains("[A, B, C]"), e.getMessage());
  }

  private static double[][] everywhere(double probability) {
    double[][] logits = new double[4][3];
    Arrays.stream(logits)
        .forEach(row -> Arrays.fill(row, Math.log(probability / (1 - probability))));
    return logits;
  }

  /** The loss on native arrays, and its gradient where that is asked for. */
  private static double onArrays(
      WeightedBce loss, double[][] logits, float[][] truth, double[][] gradient) {
    int n = logits.length;
    int columns = logits[0].length;
    float[] z = new float[n * columns];
    float[] y = new float[n * columns];
    float[] known = new float[n * columns];
    for (int i = 0; i < z.length; i++) {
      float value = truth[i / columns][i % columns];
      z[i] = (float) logits[i / columns][i % columns];
      y[i] = Float.isNaN(value) ? 0 : value;
      known[i] = Float.isNaN(value) ? 0 : 1;
    }
    try (NDManager manager = NDManager.newBaseManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      Shape shape = new Shape(n, columns);
      NDArray leaf = manager.create(z, shape);
      leaf.setRequiresGradient(true);
      NDArray value = loss.of(leaf, manager.create(y, shape), manager.create(known, shape));
      if (gradient != null) {
        collector.backward(value);
        float[] g = leaf.getGradient().toFloatArray();
        for (int i = 0; i < g.length; i++) {
          gradient[i / columns][i % columns] = g[i];
        }
      }
      return value.getFloat();
    }
  }
}
