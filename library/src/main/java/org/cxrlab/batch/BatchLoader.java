package org.cxrlab.batch;

import ai.djl.ndarray.NDManager;
import org.cxrlab.data.Films;
import org.cxrlab.image.Augmentations;
import org.cxrlab.image.Framing;
import org.cxrlab.image.Scaling;

/**
 * How films become batches: in which order, in which size, with which augmentation. Immutable; each
 * method gives a new loader. {@link #pass} and {@link #endless} start decoding threads that work
 * ahead of the one who takes the batches, a bounded number of films far. The batches depend on the
 * seeds alone, and not on the number of threads.
 *
 * <pre>{@code
 * var loader = BatchLoader.of(films).imageSize(320).batchSize(8).shuffle(7);
 * try (var batches = loader.pass(manager)) {
 *   while (batches.hasNext()) {
 *     try (var batch = batches.next()) {
 *       step(batch.images(), batch.labels(), batch.known());
 *     }
 *   }
 * }
 * }</pre>
 */
public final class BatchLoader {
  private static final int SMALLEST_IMAGE = 32;
  private static final int LARGEST_IMAGE = 4096;

  private final Films films;
  private final FilmPreparation preparation;
  private final IndexSampler sampler;
  private final int batchSize;
  private final boolean dropLast;
  private final int threads;
  private final LeftOut leftOut;

  private BatchLoader(
      Films films,
      FilmPreparation preparation,
      IndexSampler sampler,
      int batchSize,
      boolean dropLast,
      int threads,
      LeftOut leftOut) {
    this.films = films;
    this.preparation = preparation;
    this.sampler = sampler;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.threads = threads;
    this.leftOut = leftOut;
  }

  /**
   * All films in the table's order, 320 x 320 in three channels, eight to a batch.
   *
   * @throws IllegalArgumentException if there are no films
   */
  public static BatchLoader of(Films films) {
    if (films.size() == 0) {
      throw new IllegalArgumentException(
          "There are no films in " + films.name() + " to make batches of.");
    }
    return new BatchLoader(
        films,
        FilmPreparation.standard(),
        IndexSampler.inOrder(films.size()),
        8,
        false,
        Math.min(8, Runtime.getRuntime().availableProcessors()),
        null);
  }

  /**
   * The width and height of the pictures, 32 to 4096; the film becomes a square by {@link
   * #framing}.
   */
  public BatchLoader imageSize(int size) {
    if (size < SMALLEST_IMAGE || size > LARGEST_IMAGE) {
      throw new IllegalArgumentException(
          "The image size must be from 32 to 4096 pixels, not " + size + ".");
    }
    return with(preparation.withSize(size));
  }

  /** 3 for three equal channels, which pretrained networks want, or 1. */
  public BatchLoader channels(int channels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "A film has 1 channel, or 3 equal ones, not " + channels + ".");
    }
    return with(preparation.withChannels(channels));
  }

  /** What becomes of a film's pixels; each film is standardised by itself unless asked. */
  public BatchLoader scaling(Scaling scaling) {
    return with(preparation.withScaling(scaling));
  }

  /** How films that are not square become squares; they are squeezed unless asked. */
  public BatchLoader framing(Framing framing) {
    return with(preparation.withFraming(framing));
  }

  /** How many films make a batch; the last of an epoch may have fewer. */
  public BatchLoader batchSize(int films) {
    if (films < 1) {
      throw new IllegalArgumentException("The batch size must be at least 1, not " + films + ".");
    }
    return new BatchLoader(this.films, preparation, sampler, films, dropLast, threads, leftOut);
  }

  /** Shows all films once an epoch, in an order that the seed and the epoch give. */
  public BatchLoader shuffle(long seed) {
    return sample(IndexSampler.shuffled(films.size(), seed));
  }

  /** Shows the films that the sampler names. */
  public BatchLoader sample(IndexSampler sampler) {
    return new BatchLoader(films, preparation, sampler, batchSize, dropLast, threads, leftOut);
  }

  /** Changes each film anew each time it is shown, in a way that the seed and the epoch give. */
  public BatchLoader augment(Augmentations augmentations, long seed) {
    return with(preparation.withAugmentations(augmentations, seed));
  }

  /** Leaves out the last batch of an epoch if it is not full. */
  public BatchLoader dropLast() {
    return new BatchLoader(films, preparation, sampler, batchSize, true, threads, leftOut);
  }

  /** Where decoded films are kept; {@link ImageCache#shared()} unless asked. */
  public BatchLoader cache(ImageCache cache) {
    return with(preparation.withCache(cache));
  }

  /** How many threads decode; all processors, at most eight, unless asked. */
  public BatchLoader threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("At least 1 thread must decode, not " + threads + ".");
    }
    return new BatchLoader(films, preparation, sampler, batchSize, dropLast, threads, leftOut);
  }

  /**
   * Leaves out films that can't be read, where otherwise the first one ends the pass.
   *
   * @param which are known, and who hears of others; for one pass at a time
   */
  public BatchLoader leavingOut(LeftOut which) {
    return new BatchLoader(films, preparation, sampler, batchSize, dropLast, threads, which);
  }

  /**
   * Lays each pixel's channels side by side in memory (NHWC), which convolutions on a processor run
   * faster on. The shape stays (N, C, H, W), and so do all values.
   */
  public BatchLoader channelsLast() {
    return with(preparation.withChannelsLast());
  }

  private BatchLoader with(FilmPreparation other) {
    return new BatchLoader(films, other, sampler, batchSize, dropLast, threads, leftOut);
  }

  /** The films that batches are made of. */
  public Films films() {
    return films;
  }

  /** How many batches {@link #pass} gives in this epoch. */
  public int batches(int epoch) {
    int shown = indices(epoch).length;
    return dropLast ? shown / batchSize : (shown + batchSize - 1) / batchSize;
  }

  /** One pass, as epoch 0. The caller closes it. */
  public Batches pass(NDManager manager) {
    return pass(manager, 0);
  }

  /** The first batches of one pass, at most so many; no film of another is read. */
  public Batches first(NDManager manager, int batches) {
    return start(manager, 0, 1, 0, batches);
  }

  /**
   * One pass over the films of an epoch.
   *
   * @param manager owns the arrays of the batches until those are closed
   * @param epoch counted from 0; gives the order and the augmentation
   */
  public Batches pass(NDManager manager, int epoch) {
    return start(manager, epoch, epoch + 1, 0, Integer.MAX_VALUE);
  }

  /**
   * A part of the batches of epoch after epoch from epoch 0: each is as it would have been, and no
   * film of another is read. The caller closes it.
   *
   * @param manager owns the arrays of the batches until those are closed
   * @param first the first batch, counted from 0
   * @param end the first that is not wanted any more, at least as large
   */
  public Batches endless(NDManager manager, int first, int end) {
    return start(manager, 0, Integer.MAX_VALUE, first, end);
  }

  private Batches start(
      NDManager manager, int firstEpoch, int endEpoch, int firstBatch, int endBatch) {
    var order = new BatchOrder(this::indices, batchSize, dropLast, firstEpoch, endEpoch, leftOut);
    for (int i = 0; i < firstBatch; i++) {
      order.next();
    }
    int most = endBatch - firstBatch;
    return new Batches(manager, films, preparation, order, leftOut, most, threads);
  }

  private int[] indices(int epoch) {
    int[] indices = sampler.indices(epoch);
    for (int i : indices) {
      if (i < 0 || i >= films.size()) {
        throw new IllegalArgumentException(
            "The sampler names film " + i + ", counted from 0, of " + films.size() + ".");
      }
    }
    if (indices.length < (dropLast ? batchSize : 1)) {
      throw new IllegalArgumentException(
          "Epoch " + epoch + " has " + indices.length + " films, which make no batch.");
    }
    return indices;
  }

  @Override
  public String toString() {
    return "Batches of " + batchSize + " of " + films;
  }
}
