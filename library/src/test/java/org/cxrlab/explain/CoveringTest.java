package org.cxrlab.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.data.Labels;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Formula;
import org.cxrlab.model.SmallDenseNet;
import org.junit.jupiter.api.Test;

/** What is covered in a film, for occlusion and for deletion and insertion, worked by hand. */
class CoveringTest {
  private static final Labels LABELS = Labels.of("Mass", "Edema");

  /** 40 x 40, so that each of 20 x 20 cells is 2 x 2; from 0 to 1,599, with a mean of 799.5. */
  private static float[] counted() {
    float[] film = new float[40 * 40];
    for (int i = 0; i < film.length; i++) {
      film[i] = i;
    }
    return film;
  }

  /** All cells, the one of row 1 and column 2 first. */
  private static List<Integer> order() {
    return IntStream.concat(IntStream.of(22), IntStream.range(0, 400).filter(i -> i != 22))
        .boxed()
        .toList();
  }

  @Test
  void deletionCoversTheFirstCellsWithTheFilmsMean() {
    try (ChestModel model = SmallDenseNet.create(LABELS, 1).setImageSize(40)) {
      float[] expected = counted();
      for (int place : new int[] {2 * 40 + 4, 2 * 40 + 5, 3 * 40 + 4, 3 * 40 + 5}) {
        expected[place] = 799.5f;
      }
      assertArrayEquals(
          expected, Faithfulness.altered(new MaskedPredictor(model), counted(), order(), 1, true));
    }
  }

  @Test
  void insertionLeavesTheFirstCellsAlone() {
    try (ChestModel model = SmallDenseNet.create(LABELS, 1).setImageSize(40)) {
      float[] film = Faithfulness.altered(new MaskedPredictor(model), counted(), order(), 1, false);
      assertEquals(2 * 40 + 4, film[2 * 40 + 4]);
      assertEquals(3 * 40 + 5, film[3 * 40 + 5]);
      assertEquals(799.5f, film[2 * 40 + 6]);
      assertEquals(4, IntStream.range(0, film.length).filter(i -> film[i] != 799.5f).count());
    }
  }

  @Test
  void eachChannelIsCoveredWithItsOwnMean() {
    try (ChestModel model = SmallDenseNet.create(LABELS, 1).setImageSize(32)) {
      float[] two = new float[2 * 32 * 32];
      two[5] = 1024;
      two[32 * 32 + 7] = 2048;
      float[] covered = new MaskedPredictor(model).covered(two, i -> i == 0 || i == 7);
      assertEquals(1, covered[0]);
      assertEquals(1024, covered[5]);
      assertEquals(2, covered[32 * 32]);
      assertEquals(2, covered[32 * 32 + 7]);
    }
  }

  @Test
  void areasAreThoseOfTheTrapezoids() {
    var curves =
        new Faithfulness(
            "Mass",
            List.of(0.0, 0.5, 1.0),
            List.of(1.0, 0.2, 0.0),
            List.of(0.0, 0.9, 1.0),
            List.of(1.0, 0.5, 0.0),
            List.of(0.0, 0.5, 1.0));
    // ((1 + 0.2) / 2 + (0.2 + 0) / 2) / 2, and ((0 + 0.9) / 2 + (0.9 + 1) / 2) / 2
    assertEquals(0.35, curves.deletionArea(), 1e-12);
    assertEquals(0.7, curves.insertionArea(), 1e-12);
    assertTrue(curves.figure().alt().contains("under deletion 0.350 (random 0.500)"));
  }

  @Test
  void occlusionIsTheMeanFallOverThePatchesThatCoverACell() {
    try (ChestModel model = Formula.fill(SmallDenseNet.create(LABELS, 1)).setImageSize(32)) {
      var predictor = new MaskedPredictor(model);
      float[] film = predictor.input(Formula.image(0, 32));
      SaliencyMap map = Occlusion.map(predictor, film, "Mass");
      double whole = predictor.logits(List.of(film), "Mass")[0];
      // A patch is 4 pixels wide and moves by 2. Only that at the corner covers the first cell.
      double corner = whole - logitBehind(predictor, film, 0, 0);
      assertEquals(corner, map.at(0, 0), 1e-5);
      double beside = whole - logitBehind(predictor, film, 2, 0);
      assertEquals((corner + beside) / 2, map.at(1, 0), 1e-5);
      double last = whole - logitBehind(predictor, film, 28, 28);
      assertEquals(last, map.at(15, 15), 1e-5);
      assertTrue(Math.abs(corner - last) > 1e-3, "the network must tell patches apart");
    }
  }

  private static double logitBehind(MaskedPredictor predictor, float[] film, int left, int top) {
    double mean = 0;
    for (float value : film) {
      mean += value / film.length;
    }
    float[] covered = film.clone();
    for (int y = top; y < top + 4; y++) {
      for (int x = left; x < left + 4; x++) {
        covered[y * 32 + x] = (float) mean;
      }
    }
    return predictor.logits(List.of(covered), "Mass")[0];
  }
}
