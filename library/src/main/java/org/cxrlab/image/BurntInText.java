package org.cxrlab.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for text that is burnt into a film's pixels: rows of small shapes of like height, strokes
 * brighter or darker than what is around them. Single letters, as the markers of a side are, are no
 * row. It finds what a machine has printed; small, faint or handwritten letters it misses.
 */
public final class BurntInText {
  /** Letters are looked for at this height in pixels, in the film itself and in smaller copies. */
  static final int LOWEST = 6;

  static final int HIGHEST = 26;

  /** Films smaller than this on their shorter side are looked at twice as large, too. */
  private static final int SMALL = 1200;

  /** Copies smaller than this on their shorter side hold no letters. */
  private static final int SMALLEST = 160;

  private BurntInText() {}

  /** Where rows of several letters seem to be, in pixels. */
  public static List<Box> find(GrayImage picture) {
    GrayImage spread = spread(picture);
    if (spread == null) {
      return List.of();
    }
    List<Box> found = new ArrayList<>();
    int shorter = Math.min(picture.width(), picture.height());
    double scale = shorter < SMALL ? 2 : 1;
    for (; shorter * scale >= SMALLEST; scale /= 2) {
      GrayImage copy =
          spread.resize(
              (int) Math.round(picture.width() * scale),
              (int) Math.round(picture.height() * scale));
      for (boolean bright : new boolean[] {true, false}) {
        for (Box box : new LetterRows(copy, bright).find()) {
          found.add(box.scaled(1 / scale, 1 / scale));
        }
      }
    }
    return merged(found);
  }

  /** From black to white by quantiles, so that a few odd pixels don't decide; null if all equal. */
  private static GrayImage spread(GrayImage picture) {
    float[] pixels = picture.pixels();
    float[] sorted = new float[Math.min(pixels.length, 100_000)];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = pixels[(int) ((long) i * pixels.length / sorted.length)];
    }
    Arrays.sort(sorted);
    float low = sorted[sorted.length / 200];
    float high = sorted[sorted.length - 1 - sorted.length / 200];
    if (!(high > low)) {
      low = picture.min();
      high = picture.max();
      if (!(high > low)) {
        return null;
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, Math.min(1, (pixels[i] - low) / (high - low)));
    }
    return new GrayImage(picture.name(), picture.width(), picture.height(), pixels);
  }

  /** Places that overlap, as those found at several sizes do, become one. */
  private static List<Box> merged(List<Box> boxes) {
    List<Box> out = new ArrayList<>(boxes);
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = 0; i < out.size() && !changed; i++) {
        for (int j = i + 1; j < out.size() && !changed; j++) {
          if (overlap(out.get(i), out.get(j))) {
            out.set(i, union(out.get(i), out.remove(j)));
            changed = true;
          }
        }
      }
    }
    out.sort(Comparator.comparingDouble(Box::y).thenComparingDouble(Box::x));
    return out;
  }

  private static boolean overlap(Box a, Box b) {
    return a.x() < b.x() + b.width()
        && b.x() < a.x() + a.width()
        && a.y() < b.y() + b.height()
        && b.y() < a.y() + a.height();
  }

  static Box union(Box a, Box b) {
    double left = Math.min(a.x(), b.x());
    double top = Math.min(a.y(), b.y());
    double right = Math.max(a.x() + a.width(), b.x() + b.width());
    double bottom = Math.max(a.y() + a.height(), b.y() + b.height());
    return new Box(left, top, right - left, bottom - top);
  }

  /** The picture with these places black. */
  public static GrayImage blank(GrayImage picture, List<Box> places) {
    float[] pixels = picture.pixels();
    for (Box place : places) {
      int right = (int) Math.min(picture.width(), Math.ceil(place.x() + place.width()));
      int bottom = (int) Math.min(picture.height(), Math.ceil(place.y() + place.height()));
      for (int y = (int) Math.max(0, place.y()); y < bottom; y++) {
        for (int x = (int) Math.max(0, place.x()); x < right; x++) {
          pixels[y * picture.width() + x] = 0;
        }
      }
    }
    return new GrayImage(picture.name(), picture.width(), picture.height(), pixels);
  }
}
