package org.cxrlab.bench;

import ai.djl.ndarray.NDManager;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.ImageCache;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.image.Augmentations;

/**
 * A pass over all films from their files: read, resized, shifted and turned, standardised, three
 * channels. Nothing is kept from one pass to the next.
 */
final class LoaderPart implements Part {
  private final NDManager manager = NativeMemory.newManager();
  private final BatchLoader loader;

  LoaderPart(Settings settings) {
    loader =
        BatchLoader.of(settings.films())
            .imageSize(settings.number("size"))
            .batchSize(settings.number("batch"))
            .shuffle(1)
            .augment(Augmentations.none().shift(0.05).rotation(7), 1)
            .channelsLast()
            .cache(ImageCache.none());
  }

  @Override
  public double[] run() {
    int films = 0;
    try (Batches batches = loader.pass(manager)) {
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          films += batch.size();
        }
      }
    }
    return new double[] {films};
  }

  @Override
  public void close() {
    manager.close();
  }
}
