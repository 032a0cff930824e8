package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.image.Box;

/**
 * A mask in the run lengths of the SIIM-ACR challenge: pairs of numbers, how many pixels lie
 * between the end of the run before and this run, and how long it is. Pixels are counted down the
 * columns, from the left.
 */
final class RunLengthMask {
  private final int width;
  private final int height;
  private final List<Run> runs = new ArrayList<>();

  /**
   * A mask without a pixel.
   *
   * @param width in pixels
   * @param height in pixels
   */
  RunLengthMask(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * A part of a column.
   *
   * @param top the first row
   * @param end the row after the last
   */
  private record Run(int column, int top, int end) {
    /** Whether the two share an edge or a corner. */
    private boolean touches(Run other) {
      return Math.abs(column - other.column) <= 1 && top <= other.end && other.top <= end;
    }
  }

  /** Adds what is in a text; false, and nothing is added, if that is no mask of this size. */
  boolean add(String text) {
    String[] numbers = text.strip().split("\\s+");
    if (text.isBlank() || numbers.length % 2 != 0) {
      return false;
    }
    List<Run> added = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < numbers.length; i += 2) {
      long gap = number(numbers[i]);
      long length = number(numbers[i + 1]);
      if (gap < 0 || length < 0 || at + gap + length > (long) width * height) {
        return false;
      }
      at += gap;
      addRun(at, at + length, added);
      at += length;
    }
    return runs.addAll(added);
  }

  /** The number; -1 for anything that is none, or larger than any picture. */
  private static long number(String text) {
    return text.matches("\\d{1,12}") ? Long.parseLong(text) : -1;
  }

  /** Cuts a run where a column ends. */
  private void addRun(long from, long end, List<Run> added) {
    while (from < end) {
      int column = (int) (from / height);
      long next = Math.min(end, (column + 1L) * height);
      int top = (int) (from - (long) column * height);
      added.add(new Run(column, top, (int) (top + next - from)));
      from = next;
    }
  }

  /**
   * The boxes around the parts of the mask that hang together, by edges or corners; from the left,
   * in pixels.
   */
  List<Box> boxes() {
    List<Run> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.comparingInt(Run::column).thenComparingInt(Run::top));
    int[] parts = new int[sorted.size()];
    int first = 0;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = i;
      while (sorted.get(first).column < sorted.get(i).column - 1) {
        first++;
      }
      for (int j = first; j < i; j++) {
        if (sorted.get(i).touches(sorted.get(j))) {
          parts[root(parts, j)] = root(parts, i);
        }
      }
    }
    Map<Integer, int[]> edges = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i++) {
      Run run = sorted.get(i);
      int[] edge =
          edges.computeIfAbsent(
              root(parts, i), part -> new int[] {run.column, run.top, run.column + 1, run.end});
      edge[1] = Math.min(edge[1], run.top);
      edge[2] = Math.max(edge[2], run.column + 1);
      edge[3] = Math.max(edge[3], run.end);
    }
    return edges.values().stream()
        .map(edge -> new Box(edge[0], edge[1], edge[2] - edge[0], edge[3] - edge[1]))
        .toList();
  }

  private static int root(int[] parts, int i) {
    while (parts[i] != i) {
      parts[i] = parts[parts[i]];
      i = parts[i];
    }
    return i;
  }
}
