package org.cxrlab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cxrlab.batch.Batch;
import org.cxrlab.batch.BatchLoader;
import org.cxrlab.batch.Batches;
import org.cxrlab.batch.NativeMemory;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;

/**
 * What a network makes of films, batch by batch.
 *
 * @param films those that could be read
 * @param rows one for each of them
 */
record FilmOutputs(Films films, List<float[]> rows) {
  private static final int BATCH = 8;

  /**
   * Shows films to a network, and tells {@link FilmsListener#here} how far it is.
   *
   * @param loader of these films; not asked where there are none
   * @param network from a batch's images to a row for each film
   */
  static FilmOutputs of(
      Films films, Supplier<BatchLoader> loader, Function<NDArray, List<float[]>> network) {
    List<Film> seen = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    if (films.size() == 0) {
      return new FilmOutputs(films, rows);
    }
    FilmsListener listener = FilmsListener.here();
    try (NDManager memory = NativeMemory.newManager();
        Batches batches = loader.get().batchSize(BATCH).pass(memory)) {
      while (batches.hasNext()) {
        listener.onFilms(seen.size(), films.size());
        try (Batch batch = batches.next()) {
          seen.addAll(batch.films());
          rows.addAll(network.apply(batch.images()));
        }
      }
    }
    listener.onFilms(films.size(), films.size());
    return new FilmOutputs(
        seen.size() == films.size() ? films : new Films(films.name(), films.labels(), seen), rows);
  }

  /** The rows as probabilities of labels. */
  Predictions predictions(Labels labels) {
    return new Predictions(films, labels, rows);
  }

  /** The rows as what a backbone makes of films. */
  FilmFeatures features() {
    return new FilmFeatures(films, rows);
  }
}
