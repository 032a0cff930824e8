package org.cxrlab.model;

import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Follows a model that looks at films, for predictions, features or heat maps, or to measure what 8
 * bits are laid over. One follows a single call; what takes long here slows it down.
 */
@FunctionalInterface
public interface FilmsListener {
  /** Follows nothing. */
  FilmsListener NONE = (films, all) -> {};

  /**
   * Called before each film or group of films, and once after the last, from the thread that asked
   * for what the model makes of them.
   *
   * @param films that are done: at first 0, at the end all of them, those included that could not
   *     be read and were left out
   * @param all films, at least 1
   */
  void onFilms(int films, int all);

  /** Sets what follows each call where nothing else is asked for: at first nothing does. */
  static void defaultListener(Supplier<FilmsListener> supplier) {
    Listening.byDefault(supplier);
  }

  /** What follows the next call of the running thread. */
  static FilmsListener here() {
    return Listening.here();
  }

  /** Does some work for each of so many films in turn, which what is here follows. */
  static void forEach(int films, IntConsumer work) {
    FilmsListener listener = here();
    for (int film = 0; film < films; film++) {
      listener.onFilms(film, films);
      work.accept(film);
    }
    if (films > 0) {
      listener.onFilms(films, films);
    }
  }

  /**
   * Does some work in which this one alone follows what models do at the request of the running
   * thread. Work that counts its films itself has {@link #NONE} follow its parts.
   *
   * @return what the work returns
   */
  static <T> T during(FilmsListener listener, Supplier<T> work) {
    return Listening.during(listener, work);
  }
}
