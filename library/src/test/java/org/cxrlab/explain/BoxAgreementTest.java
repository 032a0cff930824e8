package org.cxrlab.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import org.cxrlab.image.Box;
import org.junit.jupiter.api.Test;

class BoxAgreementTest {
  /** The left column of a frame of 2 x 2. */
  private static final BitSet LEFT = BoxAgreement.mask(List.of(new Box(0, 0, 50, 80)), 100, 80, 2);

  @Test
  void theMaskHoldsThePixelsWhoseMiddleLiesInABox() {
    assertEquals("{0, 2}", LEFT.toString());
    // Of ten pixels a box from 30 to 65 holds the middles 35, 45 and 55; that of 65 is its edge.
    BitSet mask = BoxAgreement.mask(List.of(new Box(30, 0, 35, 10)), 100, 100, 10);
    assertEquals("{3, 4, 5}", mask.toString());
  }

  @Test
  void twoBoxesAreOneMaskAndBoxesBeyondTheEdgeAreCut() {
    BitSet mask =
        BoxAgreement.mask(List.of(new Box(-10, -10, 60, 60), new Box(0, 0, 50, 50)), 100, 100, 2);
    assertEquals("{0}", mask.toString());
  }

  @Test
  void scoresByHand() {
    // Peak 4 inside; 3 reaches half of it, outside; sum 8 of which 5 lie inside.
    BoxAgreement agreement = BoxAgreement.of(new SaliencyMap(2, 2, new float[] {4, 3, 1, 0}), LEFT);
    assertEquals(1, agreement.pointing());
    assertEquals(1.0 / 3, agreement.iou(), 1e-12);
    assertEquals(5.0 / 8, agreement.energy(), 1e-12);
  }

  @Test
  void aPeakSharedByPlacesCountsInParts() {
    assertEquals(
        0.5, BoxAgreement.of(new SaliencyMap(2, 2, new float[] {2, 2, 0, 0}), LEFT).pointing());
  }

  @Test
  void aMapOfZerosFindsNothing() {
    assertEquals(
        new BoxAgreement(0, 0, 0), BoxAgreement.of(new SaliencyMap(2, 2, new float[4]), LEFT));
  }

  @Test
  void rankCorrelationEqualsScipy() {
    // scipy.stats.spearmanr([1, 2, 2, 5], [3, 1, 4, 9]).statistic is 0.6324555320336759.
    assertEquals(
        0.6324555320336759,
        RandomWeights.spearman(
            new SaliencyMap(2, 2, new float[] {1, 2, 2, 5}),
            new SaliencyMap(2, 2, new float[] {3, 1, 4, 9})),
        1e-12);
  }

  @Test
  void mapsWithoutAnOrderOfPlacesHaveNoRankCorrelation() {
    SaliencyMap ordered = new SaliencyMap(2, 1, new float[] {1, 2});
    for (float[] none : new float[][] {{1, 1}, {Float.NaN, 1}, {Float.NaN, Float.NaN}}) {
      SaliencyMap map = new SaliencyMap(2, 1, none);
      assertEquals(Double.NaN, RandomWeights.spearman(map, ordered));
      assertEquals(Double.NaN, RandomWeights.spearman(ordered, map));
    }
    SaliencyMap place = new SaliencyMap(1, 1, new float[] {1});
    assertEquals(Double.NaN, RandomWeights.spearman(place, place));
  }
}
