package org.cxrlab.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
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
import org.cxrlab.image.PictureException;

/**
 * Batches one after another, prepared ahead by threads of their own. To be used from one thread,
 * and closed, which ends those threads; closing it midway is fine. One that nothing refers to any
 * more is closed some time later. Each batch belongs to whoever took it.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {
  // Prepared while the one before is in use; more would only fill memory.
  private static final int AHEAD = 1;
  private static final int SECONDS_TO_STOP = 10;

  private final NDManager manager;
  private final Films films;
  private final FilmPreparation preparation;
  private final BatchOrder order;

  /** Null where a film that can't be read ends the pass. */
  private final LeftOut leftOut;

  private final ExecutorService workers;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** How many batches may still be begun. */
  private int toBegin;

  /**
   * Owns batches under way. The caller's manager may be closed at any time, and must not free what
   * threads still write to.
   */
  private final NativeOwner memory = NativeOwner.of(this);

  private final NDManager own = memory.newManager();

  /** The next batch, where somebody asked whether there is one. */
  private Ready ready;

  /** A batch under way; its films are laid one after another into the memory of its array. */
  private record Pending(
      List<BatchOrder.Place> places,
      NDArray numbers,
      List<FloatBuffer> rooms,
      List<Future<?>> images) {}

  /** A batch whose films are all there. */
  private record Ready(List<Film> films, NDArray numbers) {}

  /** The next batches in an order, at most so many. */
  Batches(
      NDManager manager,
      Films films,
      FilmPreparation preparation,
      BatchOrder order,
      LeftOut leftOut,
      int most,
      int threads) {
    this.manager = manager;
    toBegin = most;
    this.films = films;
    this.preparation = preparation;
    this.order = order;
    this.leftOut = leftOut;
    workers =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              var thread = new Thread(work, "cxrlab-films");
              // A notebook that forgets to close must not keep its kernel from ending.
              thread.setDaemon(true);
              return thread;
            });
    // Each task refers to this object, so that none still runs when nothing else does.
    memory.hold(workers::shutdownNow);
    workAhead();
    pending.forEach(batch -> memory.count(preparation.bytes(batch.places().size())));
  }

  private void workAhead() {
    for (; pending.size() < AHEAD && toBegin > 0 && order.hasNext(); toBegin--) {
      List<BatchOrder.Place> places = order.next();
      if (!places.isEmpty()) {
        pending.add(begin(places));
      }
    }
  }

  private Pending begin(List<BatchOrder.Place> places) {
    int bytes = preparation.bytes(places.size()) / places.size();
    NDArray numbers = own.create(preparation.layout(places.size()), DataType.FLOAT32);
    // The memory of the array itself: to copy a batch costs little, but libtorch does it with all
    // of its threads, and these then wait in a circle for more instead of leaving the processor.
    ByteBuffer memory = numbers.toByteBuffer(true);
    List<FloatBuffer> rooms = new ArrayList<>();
    List<Future<?>> images = new ArrayList<>();
    for (BatchOrder.Place place : places) {
      FloatBuffer room =
          memory.slice(rooms.size() * bytes, bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
      rooms.add(room);
      images.add(workers.submit(() -> prepare(place, room)));
    }
    return new Pending(places, numbers, rooms, images);
  }

  private void prepare(BatchOrder.Place place, FloatBuffer room) {
    preparation.prepare(films.get(place.film()).path(), place, room.clear());
  }

  /**
   * Whether there is another batch. Where films may be missing this waits for it, as all of a
   * batch's may be.
   */
  @Override
  public boolean hasNext() {
    if (leftOut != null && !leftOut.isReplaced() && ready == null) {
      while (ready == null && !pending.isEmpty()) {
        ready = settle();
      }
      return ready != null;
    }
    return ready != null || !pending.isEmpty();
  }

  /**
   * The next batch; waits until it is ready.
   *
   * @throws PictureException naming the file of a film that can't be read, unless those are left
   *     out
   * @throws IllegalArgumentException naming the file of a film that can't be standardised, likewise
   * @throws CancellationException if the thread was interrupted; it stays interrupted
   */
  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("There are no more batches in this pass.");
    }
    Ready batch = ready == null ? settle() : ready;
    ready = null;
    try {
      return new Batch(
          batch.films(),
          images(batch),
          labels(batch.films(), value -> Float.isNaN(value) ? 0 : value),
          labels(batch.films(), value -> Float.isNaN(value) ? 0 : 1));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Waits for the batch that was begun first; null if none of its films can be read. */
  private Ready settle() {
    Pending batch = pending.remove();
    workAhead();
    try {
      List<Film> shown = new ArrayList<>();
      List<FloatBuffer> rooms = new ArrayList<>();
      for (int i = 0; i < batch.places().size(); i++) {
        FloatBuffer room = batch.rooms().get(i);
        BatchOrder.Place place =
            readable(batch.places().get(i), failure(batch.images().get(i)), room);
        if (place != null) {
          shown.add(films.get(place.film()));
          rooms.add(room);
        }
      }
      if (shown.isEmpty()) {
        batch.numbers().close();
        return null;
      }
      boolean whole = shown.size() == batch.places().size();
      return new Ready(shown, whole ? batch.numbers() : onlyThese(batch.numbers(), rooms));
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("The loading of films was interrupted.");
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Waits for a film; what went wrong with it, or null. */
  private static RuntimeException failure(Future<?> image) throws InterruptedException {
    // A film that is ready would be taken without a look at the interrupt.
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      image.get();
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("A film could not be prepared.", e.getCause());
    }
  }

  /**
   * The place with a film that could be read, whose numbers are in the room; null if there is none.
   *
   * @param failed why the place's own film could not be read, or null
   */
  private BatchOrder.Place readable(
      BatchOrder.Place first, RuntimeException failed, FloatBuffer room) {
    if (leftOut == null) {
      if (failed != null) {
        throw failed;
      }
      return first;
    }
    BatchOrder.Place place = first;
    RuntimeException why = failed;
    if (why != null && !leftOut.contains(place.film())) {
      why = again(place, room, why);
      if (why != null) {
        leftOut.find(place.film(), why);
      }
    }
    // A film may have been left out since its batch was begun.
    while (leftOut.contains(place.film())) {
      if (!leftOut.isReplaced()) {
        return null;
      }
      place = order.replaced(place);
      why = again(place, room, null);
      if (why != null) {
        leftOut.find(place.film(), why);
      }
    }
    return place;
  }

  /**
   * Prepares a film in this thread.
   *
   * @param before what went wrong with it before, or null
   * @return what goes wrong with the film itself, or null
   * @throws RuntimeException what went wrong before, if that was not the film
   */
  private RuntimeException again(
      BatchOrder.Place place, FloatBuffer room, RuntimeException before) {
    if (before != null && !(before instanceof PictureException)) {
      throw before;
    }
    try {
      prepare(place, room);
      return null;
    } catch (PictureException e) {
      return e;
    }
  }

  private NDArray onlyThese(NDArray all, List<FloatBuffer> rooms) {
    try (all) {
      NDArray some = own.create(preparation.layout(rooms.size()), DataType.FLOAT32);
      FloatBuffer memory = some.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
      rooms.forEach(room -> memory.put(room.duplicate().clear()));
      return some;
    }
  }

  /** What the caller gets, as its own. */
  private NDArray images(Ready batch) {
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
    ready = null;
    workers.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      // What a thread that does not end writes to is never freed.
      if (workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        memory.close();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
