package org.cxrlab.cli;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cxrlab.Fault;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.ImageCache;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.image.PictureException;
import org.cxrlab.model.ChestModel;
import org.cxrlab.train.StopSignal;

/**
 * Sends films through a network in groups of eight, pictures being read ahead. A picture that can't
 * be used does not end it: it is reported, and the others of its group go through one by one. It
 * ends early, after a group, when {@link StopSignal} asks it to.
 */
public final class Scorer {
  /** How many films go through the network together. */
  public static final int GROUP = 8;

  /** What is said of a film for which a network computes NaN. */
  static final String NO_NUMBER =
      "the model computes no number here; weights of it are NaN, infinite or far too large, so"
          + " train it anew or take another.";

  private final ChestModel model;
  private final Films films;
  private final Consumer<List<Result>> results;

  /**
   * What came of a film.
   *
   * @param probabilities one per label; null if its picture can't be used
   * @param complaint why not, as a sentence; empty if it can
   */
  public record Result(Film film, float[] probabilities, String complaint) {
    /** A row that is not made of numbers is no row: whoever reads it next would have to guess. */
    static Result of(Film film, float[] probabilities) {
      for (float probability : probabilities) {
        if (!Float.isFinite(probability)) {
          return new Result(film, null, film.image() + ": " + NO_NUMBER);
        }
      }
      return new Result(film, probabilities, "");
    }

    /** Whether there is no row of it. */
    public boolean isBad() {
      return probabilities == null;
    }
  }

  /**
   * Of these films.
   *
   * @param results is given each group's results in the films' order
   */
  public Scorer(ChestModel model, Films films, Consumer<List<Result>> results) {
    this.model = model;
    this.films = films;
    this.results = results;
  }

  /** Does all of it, or what is done before it is asked to stop. */
  public void run() {
    int next = 0;
    while (next < films.size() && !StopSignal.isRequested()) {
      next = pass(next);
    }
  }

  /**
   * Goes on until the end or until a group that has a bad picture is done; returns what is next.
   */
  private int pass(int first) {
    int next = first;
    Films rest = new Films(films.name(), films.labels(), films.list().subList(first, films.size()));
    try (NDManager memory = NativeMemory.newManager();
        Batches batches =
            model.loader(rest).batchSize(GROUP).cache(ImageCache.none()).pass(memory)) {
      while (batches.hasNext() && !StopSignal.isRequested()) {
        List<Film> group = films.list().subList(next, Math.min(next + GROUP, films.size()));
        next += group.size();
        Optional<Batch> read = read(batches);
        if (read.isEmpty()) {
          results.accept(group.stream().map(film -> single(model, film)).toList());
          break;
        }
        try (Batch batch = read.get()) {
          results.accept(together(group, model.probabilities(batch.images())));
        }
      }
    }
    return next;
  }

  /** Nothing if one of its pictures can't be used, which ends the pass. */
  private static Optional<Batch> read(Batches batches) {
    try {
      return Optional.of(batches.next());
    } catch (PictureException e) {
      // Which one it is, and that it is told, is seen when they are taken one by one.
      return Optional.empty();
    }
  }

  private static List<Result> together(List<Film> group, List<float[]> rows) {
    return IntStream.range(0, group.size())
        .mapToObj(i -> Result.of(group.get(i), rows.get(i)))
        .toList();
  }

  /** One film by itself. */
  static Result single(ChestModel model, Film film) {
    try {
      return Result.of(film, model.predict(film));
    } catch (PictureException e) {
      return new Result(film, null, Fault.of(e).sentence());
    }
  }
}
