package org.cxrlab.explain;

import java.util.Arrays;

/**
 * Numbers in rows and columns: a map before it is a picture.
 *
 * @param width columns
 * @param height rows
 * @param values row by row; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; shared within the package only
record SaliencyMap(int width, int height, float[] values) {
  /** Negative values as zeros (ReLU): only what speaks for a label is kept. */
  SaliencyMap rectified() {
    float[] kept = new float[values.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.max(0, values[i]);
    }
    return new SaliencyMap(width, height, kept);
  }

  float at(int x, int y) {
    return values[y * width + x];
  }

  float max() {
    float max = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      max = Math.max(max, v);
    }
    return max;
  }

  float min() {
    float min = Float.POSITIVE_INFINITY;
    for (float v : values) {
      min = Math.min(min, v);
    }
    return min;
  }

  /** Copies by row. */
  float[][] rows() {
    float[][] rows = new float[height][];
    for (int y = 0; y < height; y++) {
      rows[y] = Arrays.copyOfRange(values, y * width, (y + 1) * width);
    }
    return rows;
  }

  /**
   * Another size by straight lines between the middles of the cells, as OpenCV and PyTorch resize
   * by default; beyond the outer middles the value stays.
   */
  SaliencyMap resized(int newWidth, int newHeight) {
    return sampled(
        newWidth,
        newHeight,
        x -> (x + 0.5) * width / newWidth - 0.5,
        y -> (y + 0.5) * height / newHeight - 0.5);
  }

  /** Another size with the corners' middles kept in the corners, as PyTorch's align_corners. */
  SaliencyMap resizedByCorners(int newWidth, int newHeight) {
    return sampled(
        newWidth,
        newHeight,
        x -> x * (width - 1.0) / Math.max(1, newWidth - 1),
        y -> y * (height - 1.0) / Math.max(1, newHeight - 1));
  }

  private interface Place {
    double of(int position);
  }

  private SaliencyMap sampled(int newWidth, int newHeight, Place across, Place down) {
    float[] out = new float[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      double row = Math.min(height - 1.0, Math.max(0, down.of(y)));
      int top = (int) row;
      int bottom = Math.min(top + 1, height - 1);
      double below = row - top;
      for (int x = 0; x < newWidth; x++) {
        double column = Math.min(width - 1.0, Math.max(0, across.of(x)));
        int left = (int) column;
        int right = Math.min(left + 1, width - 1);
        double beside = column - left;
        double upper = at(left, top) * (1 - beside) + at(right, top) * beside;
        double lower = at(left, bottom) * (1 - beside) + at(right, bottom) * beside;
        out[y * newWidth + x] = (float) (upper * (1 - below) + lower * below);
      }
    }
    return new SaliencyMap(newWidth, newHeight, out);
  }
}
