package org.cxrlab.explain;

import java.util.List;

/**
 * Occlusion: a square patch of an eighth of the film's width moves over it in steps of half its
 * width, covering it with the film's mean grey.
 */
final class Occlusion {
  /** Steps across the film; a patch covers two. */
  private static final int CELLS = 16;

  private Occlusion() {}

  /** For each cell the mean fall of the logit over the patches that cover it. */
  static SaliencyMap map(MaskedPredictor predictor, float[] input, String label) {
    int size = predictor.size();
    int positions = CELLS - 1;
    double whole = predictor.logits(List.of(input), label)[0];
    double[] covered =
        predictor.logits(
            positions * positions,
            p -> predictor.covered(input, i -> inPatch(i, size, p % positions, p / positions)),
            label);
    float[] falls = new float[CELLS * CELLS];
    for (int y = 0; y < CELLS; y++) {
      for (int x = 0; x < CELLS; x++) {
        double sum = 0;
        int patches = 0;
        for (int top = Math.max(0, y - 1); top <= Math.min(y, positions - 1); top++) {
          for (int left = Math.max(0, x - 1); left <= Math.min(x, positions - 1); left++) {
            sum += whole - covered[top * positions + left];
            patches++;
          }
        }
        falls[y * CELLS + x] = (float) (sum / patches);
      }
    }
    return new SaliencyMap(CELLS, CELLS, falls);
  }

  private static boolean inPatch(int place, int size, int column, int row) {
    return within(place % size, size, column) && within(place / size, size, row);
  }

  private static boolean within(int position, int size, int cell) {
    return position >= cell * size / CELLS && position < (cell + 2) * size / CELLS;
  }
}
