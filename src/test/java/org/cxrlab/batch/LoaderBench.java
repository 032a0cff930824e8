package org.cxrlab.batch;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.cxrlab.data.Films;
import org.cxrlab.image.Augmentations;

/** Prints how many films a second the loader prepares; see bench/loader.md for how to run it. */
final class LoaderBench {
  private static final int BATCHES = 40;
  private static final int ROUNDS = 4;

  private LoaderBench() {}

  public static void main(String[] folders) {
    for (String folder : folders) {
      Films films = Films.folder(Path.of(folder));
      var loader =
          BatchLoader.of(films)
              .shuffle(1)
              .augment(Augmentations.none().shift(0.05).rotation(7), 1)
              .channelsLast();
      measure(folder + ", from the files", loader.cache(ImageCache.none()));
      measure(folder + ", from memory", loader.cache(ImageCache.ofBytes(1L << 30)));
    }
  }

  /** The best of some rounds, as the first ones run while the JVM still compiles. */
  private static void measure(String what, BatchLoader loader) {
    double best = 0;
    try (NDManager manager = NDManager.newBaseManager();
        Batches batches = loader.endless(manager)) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        int films = 0;
        for (int i = 0; i < BATCHES; i++) {
          try (Batch batch = batches.next()) {
            films += batch.size();
          }
        }
        best = Math.max(best, films / ((System.nanoTime() - start) / 1e9));
      }
    }
    System.out.printf("%s: %.0f films/s%n", what, best);
  }
}
