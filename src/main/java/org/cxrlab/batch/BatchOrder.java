package org.cxrlab.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The batches of some epochs, one after another: which films they show. */
final class BatchOrder implements Iterator<List<BatchOrder.Place>> {
  /**
   * One film in a batch.
   *
   * @param film its position in the table
   * @param epoch in which it is shown
   * @param turn its position in the epoch; a film shown twice so gets two different augmentations
   */
  record Place(int film, int epoch, int turn) {}

  private final IndexSampler sampler;
  private final int batchSize;
  private final boolean dropLast;
  private final int endEpoch;
  private int epoch;
  private int[] indices;
  private int turn;

  BatchOrder(IndexSampler sampler, int batchSize, boolean dropLast, int firstEpoch, int endEpoch) {
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.endEpoch = endEpoch;
    epoch = firstEpoch;
    indices = sampler.indices(epoch);
  }

  @Override
  public boolean hasNext() {
    return leftInEpoch() || epoch + 1 < endEpoch;
  }

  private boolean leftInEpoch() {
    return indices.length - turn >= (dropLast ? batchSize : 1);
  }

  @Override
  public List<Place> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The pass is over.");
    }
    if (!leftInEpoch()) {
      epoch++;
      indices = sampler.indices(epoch);
      turn = 0;
    }
    List<Place> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize && turn < indices.length) {
      batch.add(new Place(indices[turn], epoch, turn));
      turn++;
    }
    return batch;
  }
}
