package org.cxrlab.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rows of shapes that look like letters of one size, in a picture of 0 to 1. */
final class LetterRows {
  /** Half the side of the square whose mean a stroke is held against, in pixels. */
  private static final int AROUND = 14;

  /** By how much a pixel of a stroke differs from that mean, at least. */
  private static final float STEP = 0.10f;

  /** By how much the strokes of a letter differ from what is right beside them, at least. */
  private static final double CONTRAST = 0.15;

  /** By how much the letters of a row may differ from each other in brightness. */
  private static final double LIKE = 0.15;

  /** How far apart letters of a row may be, in their heights. */
  private static final double WIDEST_GAP = 1.3;

  /** The fewest letters that make a row. */
  private static final int FEWEST = 4;

  private final int width;
  private final int height;
  private final float[] pixels;
  private final boolean[] strokes;

  /**
   * @param bright whether letters are brighter than what is around them
   */
  LetterRows(GrayImage picture, boolean bright) {
    width = picture.width();
    height = picture.height();
    pixels = bright ? picture.raw() : negative(picture.raw());
    strokes = strokes();
  }

  private static float[] negative(float[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 - values[i];
    }
    return out;
  }

  /** What is brighter than the mean of the square around it. */
  private boolean[] strokes() {
    double[] sums = new double[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        row += pixels[y * width + x];
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    boolean[] out = new boolean[width * height];
    for (int y = 0; y < height; y++) {
      int top = Math.max(0, y - AROUND);
      int bottom = Math.min(height, y + AROUND + 1);
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - AROUND);
        int right = Math.min(width, x + AROUND + 1);
        double sum =
            sums[bottom * (width + 1) + right]
                - sums[top * (width + 1) + right]
                - sums[bottom * (width + 1) + left]
                + sums[top * (width + 1) + left];
        double mean = sum / ((bottom - top) * (right - left));
        out[y * width + x] = pixels[y * width + x] > mean + STEP;
      }
    }
    return out;
  }

  /**
   * A shape of pixels that hang together.
   *
   * @param area in pixels
   * @param runs how many stretches of strokes its rows have, in all
   * @param mean of its pixels
   * @param peak the brightest of them, which is the ink itself where strokes are thin
   */
  private record Shape(
      int left, int top, int right, int bottom, int area, int runs, double mean, double peak) {
    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }

    Box box() {
      return new Box(left, top, width(), height());
    }
  }

  List<Box> find() {
    List<Shape> letters = new ArrayList<>();
    for (Shape shape : shapes()) {
      if (isLetter(shape)) {
        letters.add(shape);
      }
    }
    letters.sort(Comparator.comparingInt(Shape::left));
    List<Box> rows = new ArrayList<>();
    boolean[] used = new boolean[letters.size()];
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        List<Shape> row = rowFrom(i, letters, used);
        if (isText(row)) {
          row.stream().map(Shape::box).reduce(BurntInText::union).ifPresent(rows::add);
        }
      }
    }
    return rows;
  }

  private List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    boolean[] seen = new boolean[strokes.length];
    int[] stack = new int[strokes.length];
    for (int start = 0; start < strokes.length; start++) {
      if (strokes[start] && !seen[start]) {
        Shape shape = follow(start, seen, stack);
        if (shape != null) {
          shapes.add(shape);
        }
      }
    }
    return shapes;
  }

  /** The shape that hangs together with a pixel; null if it is far from a letter's size. */
  private Shape follow(int start, boolean[] seen, int[] stack) {
    int size = 0;
    int left = width;
    int right = 0;
    int top = height;
    int bottom = 0;
    int area = 0;
    int runs = 0;
    double sum = 0;
    double peak = 0;
    stack[size++] = start;
    seen[start] = true;
    while (size > 0) {
      int at = stack[--size];
      int x = at % width;
      int y = at / width;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      area++;
      sum += pixels[at];
      peak = Math.max(peak, pixels[at]);
      if (x == 0 || !strokes[at - 1]) {
        runs++;
      }
      for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          int next = v * width + u;
          if (strokes[next] && !seen[next]) {
            seen[next] = true;
            stack[size++] = next;
          }
        }
      }
    }
    int tall = bottom - top;
    return tall < BurntInText.LOWEST || tall > BurntInText.HIGHEST
        ? null
        : new Shape(left, top, right, bottom, area, runs, sum / area, peak);
  }

  /** Thin strokes, no wider than a few letters that touch each other, sharply set off. */
  private boolean isLetter(Shape shape) {
    double stroke = (double) shape.area / shape.runs;
    double filled = (double) shape.area / (shape.width() * shape.height());
    boolean thin = stroke <= 0.5 * shape.height() + 1;
    boolean upright = shape.width() <= 0.45 * shape.height();
    return shape.width() >= 2
        && shape.width() <= 5 * shape.height()
        && shape.width() >= 0.12 * shape.height()
        && thin
        && filled > 0.2
        && (filled < 0.85 || upright)
        && contrast(shape) >= CONTRAST;
  }

  /** How much brighter the strokes are than the other pixels in and right around the shape. */
  private double contrast(Shape shape) {
    double sum = 0;
    int count = 0;
    for (int y = Math.max(0, shape.top - 2); y < Math.min(height, shape.bottom + 2); y++) {
      for (int x = Math.max(0, shape.left - 2); x < Math.min(width, shape.right + 2); x++) {
        if (!strokes[y * width + x]) {
          sum += pixels[y * width + x];
          count++;
        }
      }
    }
    return count == 0 ? 0 : shape.mean - sum / count;
  }

  /** From one letter to the next one to the right of it, as long as there is one. */
  private static List<Shape> rowFrom(int first, List<Shape> letters, boolean[] used) {
    List<Shape> row = new ArrayList<>();
    int last = first;
    while (last >= 0) {
      used[last] = true;
      row.add(letters.get(last));
      last = next(letters.get(last), last, letters, used);
    }
    return row;
  }

  private static int next(Shape from, int index, List<Shape> letters, boolean[] used) {
    for (int i = index + 1; i < letters.size(); i++) {
      Shape to = letters.get(i);
      double tall = Math.max(from.height(), to.height());
      if (to.left - from.right > WIDEST_GAP * tall) {
        return -1;
      }
      if (!used[i] && to.left >= from.right - 2 && follows(from, to, tall)) {
        return i;
      }
    }
    return -1;
  }

  /** Of like height and brightness, on the same line. */
  private static boolean follows(Shape from, Shape to, double tall) {
    double low = Math.min(from.height(), to.height());
    boolean sameFoot = Math.abs(from.bottom - to.bottom) <= Math.max(1, 0.15 * tall);
    boolean sameHead = Math.abs(from.top - to.top) <= Math.max(1, 0.15 * tall);
    return low >= 0.6 * tall
        && (sameFoot || sameHead)
        && (Math.abs(from.peak - to.peak) <= LIKE || Math.abs(from.mean - to.mean) <= LIKE);
  }

  /** Enough letters, most of which stand on one line, and not all of which are mere strokes. */
  private static boolean isText(List<Shape> row) {
    double letters = 0;
    int plain = 0;
    int uneven = 0;
    double tall = row.stream().mapToInt(Shape::height).max().orElse(0);
    for (int i = 0; i < row.size(); i++) {
      Shape shape = row.get(i);
      letters += Math.max(1, Math.rint(shape.width() / (0.8 * shape.height())));
      // How often a line across it meets a stroke: letters have more than one on many lines.
      if (shape.runs <= 1.15 * shape.height()) {
        plain++;
      }
      if (i > 0 && Math.abs(shape.bottom - row.get(i - 1).bottom) > Math.max(1, 0.1 * tall)) {
        uneven++;
      }
    }
    return letters >= FEWEST
        && row.size() >= 3
        && plain <= 0.7 * row.size()
        && uneven <= 0.4 * row.size();
  }
}
