package org.cxrlab.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;

/**
 * Batches one after another, prepared ahead by threads of their own. To be used from one thread,
 * and closed, which ends those threads; closing it midway is fine. Each batch belongs to whoever
 * took it.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {
  // Prepared while the one before is in use; more would only fill memory.
  private static final int AHEAD = 1;
  private static final int SECONDS_TO_STOP = 10;

  private final NDManager manager;
  private final Films films;
  private final FilmPreparation preparation;
  private final BatchOrder order;
  private final ExecutorService workers;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** How many batches may still be begun. */
  private int toBegin;

  /**
   * Owns batches under way. The caller's manager may be closed at any time, and must not free what
   * threads still write to.
   */
  private final NDManager own = NativeMemory.newManager();

  /** A batch under way; its films are laid one after another into the memory of its array. */
  private record Pending(List<Film> films, NDArray numbers, List<Future<?>> images) {}

  /** The next batches in an order, at most so many. */
  Batches(
      NDManager manager,
      Films films,
      FilmPreparation preparation,
      BatchOrder order,
      int most,
      int threads) {
    this.manager = manager;
    toBegin = most;
    this.films = films;
    this.preparation = preparation;
    this.order = order;
    workers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              var thread = new Thread(work, "cxrlab-films");
              // A notebook that forgets to close must not keep its kernel from ending.
              thread.setDaemon(true);
              return thread;
            });
    workAhead();
  }

  private void workAhead() {
    for (; pending.size() < AHEAD && toBegin > 0 && order.hasNext(); toBegin--) {
      List<BatchOrder.Place> places = order.next();
      pending.add(begin(places));
    }
  }

  private Pending begin(List<BatchOrder.Place> places) {
    int bytes = preparation.bytes(places.size()) / places.size();
    NDArray numbers = own.create(preparation.layout(places.size()), DataType.FLOAT32);
    // The memory of the array itself: to copy a batch costs little, but libtorch does it with all
    // of its threads, and these then wait in a circle for more instead of leaving the processor.
    ByteBuffer memory = numbers.toByteBuffer(true);
    List<Future<?>> images = new ArrayList<>();
    for (BatchOrder.Place place : places) {
      FloatBuffer room =
          memory.slice(images.size() * bytes, bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
      Path file = films.get(place.film()).path();
      images.add(workers.submit(() -> preparation.prepare(file, place, room)));
    }
    return new Pending(
        places.stream().map(place -> films.get(place.film())).toList(), numbers, images);
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty();
  }

  /**
   * The next batch; waits until it is ready.
   *
   * @throws java.io.UncheckedIOException naming the file of a film that can't be read
   * @throws IllegalArgumentException naming the file of a film that can't be standardised
   * @throws CancellationException if the thread was interrupted; it stays interrupted
   */
  @Override
  public Batch next() {
    if (pending.isEmpty()) {
      throw new NoSuchElementException("There are no more batches in this pass.");
    }
    Pending batch = pending.remove();
    workAhead();
    try {
      await(batch.images());
      NDArray images = images(batch);
      return new Batch(
          batch.films(),
          images,
          labels(batch.films(), value -> value == 1 ? 1 : 0),
          labels(batch.films(), value -> Float.isNaN(value) ? 0 : 1));
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("The loading of films was interrupted.");
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("A film could not be prepared.", e.getCause());
    }
  }

  private static void await(List<Future<?>> images)
      throws InterruptedException, ExecutionException {
    for (Future<?> image : images) {
      // A film that is ready would be taken without a look at the interrupt.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      image.get();
    }
  }

  /** What the caller gets, as its own. */
  private NDArray images(Pending batch) {
    NDArray images = batch.numbers();
    if (preparation.channelsLast()) {
      try (NDArray numbers = images) {
        images = numbers.transpose(0, 3, 1, 2);
      }
    }
    images.attach(manager);
    return images;
  }

  private NDArray labels(List<Film> batch, LabelValue value) {
    int labels = films.labels().size();
    float[] values = new float[batch.size() * labels];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.of(batch.get(i / labels).value(i % labels));
    }
    return manager.create(values, new Shape(batch.size(), labels));
  }

  @FunctionalInterface
  private interface LabelValue {
    float of(float stored);
  }

  /** Ends the threads and waits until they have ended. */
  @Override
  public void close() {
    pending.clear();
    workers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      // What a thread that does not end writes to is never freed.
      if (workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        own.close();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
