package org.cxrlab.batch;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.cxrlab.data.Film;

/**
 * Films made ready for a network. Closing it frees its three arrays.
 *
 * @param films in the order of the rows
 * @param images float32 (N, C, H, W), each film standardised by itself
 * @param labels float32 (N, L): 1 present, 0 absent or unknown, between them if smoothed
 * @param known float32 (N, L): 1 where the label is known, 0 where it is not
 */
public record Batch(List<Film> films, NDArray images, NDArray labels, NDArray known)
    implements AutoCloseable {
  /** Copies the list. */
  public Batch {
    films = List.copyOf(films);
  }

  /** How many films there are. */
  public int size() {
    return films.size();
  }

  @Override
  public void close() {
    images.close();
    labels.close();
    known.close();
  }
}
