package org.cxrlab.batch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The batches of some epochs, one after another: which films they show. */
public final class BatchOrder implements Iterator<List<BatchOrder.Place>> {
  /**
   * One film in a batch.
   *
   * @param film its position in the table
   * @param epoch in which it is shown
   * @param turn its position in the epoch; a film shown twice so gets two different augmentations
   */
  public record Place(int film, int epoch, int turn) {}

  private final IndexSampler sampler;
  private final int batchSize;
  private final boolean dropLast;
  private final int endEpoch;

  /** Null where none is left out. */
  private final LeftOut leftOut;

  private int epoch;
  private int[] indices;
  private int turn;

  BatchOrder(
      IndexSampler sampler,
      int batchSize,
      boolean dropLast,
      int firstEpoch,
      int endEpoch,
      LeftOut leftOut) {
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.endEpoch = endEpoch;
    this.leftOut = leftOut;
    epoch = firstEpoch;
    indices = sampler.indices(epoch);
  }

  /**
   * Epoch after epoch without end, of films that are all there.
   *
   * @param dropLast whether a last batch that is smaller is left out
   */
  public static BatchOrder endless(IndexSampler sampler, int batchSize, boolean dropLast) {
    return new BatchOrder(sampler, batchSize, dropLast, 0, Integer.MAX_VALUE, null);
  }

  /** How many batches the epoch at hand has. */
  public int batches() {
    return dropLast ? indices.length / batchSize : (indices.length + batchSize - 1) / batchSize;
  }

  @Override
  public boolean hasNext() {
    return leftInEpoch() || epoch + 1 < endEpoch;
  }

  private boolean leftInEpoch() {
    return indices.length - turn >= (dropLast ? batchSize : 1);
  }

  /** The next batch; where films are missing it may be smaller, or empty. */
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
    for (int end = Math.min(turn + batchSize, indices.length); turn < end; turn++) {
      int film = indices[turn];
      if (leftOut == null || !leftOut.contains(film)) {
        batch.add(new Place(film, epoch, turn));
      } else if (leftOut.isReplaced()) {
        batch.add(new Place(leftOut.replacement(indices, turn, batchSize), epoch, turn));
      }
    }
    return batch;
  }

  /** The same place with another film in it, as its own is left out. */
  Place replaced(Place place) {
    int[] all = place.epoch() == epoch ? indices : sampler.indices(place.epoch());
    int film = leftOut.replacement(all, place.turn(), batchSize);
    return new Place(film, place.epoch(), place.turn());
  }
}
