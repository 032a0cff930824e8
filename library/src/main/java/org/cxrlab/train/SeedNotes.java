package org.cxrlab.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.cxrlab.figure.Text;

/** What was measured with one seed. */
final class SeedNotes implements Repeat.Notes {
  private final long seed;
  private final Map<String, Map<String, Double>> values = new LinkedHashMap<>();

  SeedNotes(long seed) {
    this.seed = seed;
  }

  long seed() {
    return seed;
  }

  @Override
  public void down(String way, String figure, double value) {
    Double before = values.computeIfAbsent(way, w -> new LinkedHashMap<>()).put(figure, value);
    if (before != null) {
      throw new IllegalArgumentException(
          Text.format(
              "The figure \"%s\" of \"%s\" was noted twice with seed %d; give it another name.",
              figure, way, seed));
    }
  }

  /** Tells the way and the name of each figure, in the order in which they were noted. */
  void names(BiConsumer<String, String> each) {
    values.forEach((way, figures) -> figures.keySet().forEach(name -> each.accept(way, name)));
  }

  /** NaN if it was not noted. */
  double value(String way, String figure) {
    return values.getOrDefault(way, Map.of()).getOrDefault(figure, Double.NaN);
  }
}
