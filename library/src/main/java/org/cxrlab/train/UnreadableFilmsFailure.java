package org.cxrlab.train;

import java.nio.file.Path;
import java.util.List;

/**
 * A training that stopped because more films could not be read than may be left out. The model
 * holds the best weights so far. Once the films are put right, or more may be left out, the same
 * training goes on from its checkpoint.
 */
public final class UnreadableFilmsFailure extends TrainingFailure {
  private static final long serialVersionUID = 1;

  private final transient List<LeftOutFilm> films;

  UnreadableFilmsFailure(
      String message, int step, Path checkpoint, TrainingRun run, List<LeftOutFilm> films) {
    super(message, step, LeftOutFilm.sentence(films), checkpoint, run);
    this.films = List.copyOf(films);
  }

  /**
   * The same in another process; the films are those that its message names.
   *
   * @param message as a sentence
   * @param step at which it stopped
   * @param run what happened before
   */
  public static UnreadableFilmsFailure elsewhere(String message, int step, TrainingRun run) {
    return new UnreadableFilmsFailure(message, step, null, run, run.history().leftOut());
  }

  /** Those at which it stopped; those left out before are in the run's history. */
  public List<LeftOutFilm> films() {
    return films;
  }
}
