package org.cxrlab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cxrlab.CxrlabException;
import org.cxrlab.batch.StagedFilms;
import org.cxrlab.data.Film;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;
import org.cxrlab.train.StopSignal;

/** Scores films that may be no files of their own, by copies. */
public final class StoredScorer {
  private StoredScorer() {}

  /**
   * Scores films, copying some at a time.
   *
   * @param results as in {@link Scorer}
   * @throws CxrlabException if there is no room for copies
   */
  static void score(ChestModel model, StoredFilms films, Consumer<List<Scorer.Result>> results) {
    if (films.stored().isEmpty()) {
      new Scorer(model, films.films(), results).run();
      return;
    }
    for (StoredFilms part : StagedFilms.parts(films)) {
      if (StopSignal.isRequested()) {
        return;
      }
      score(model, part, WholeFolder::passing, results);
    }
  }

  /**
   * Scores films, copying all of them at once.
   *
   * @param place makes the folder for the copies, which is deleted then
   * @throws CxrlabException if there is no room for them
   */
  public static void score(
      ChestModel model,
      StoredFilms films,
      Supplier<Path> place,
      Consumer<List<Scorer.Result>> results) {
    try (var staged = StagedFilms.of(films, place)) {
      var done = new int[1];
      new Scorer(
              model,
              staged.films(),
              some ->
                  results.accept(
                      some.stream()
                          .map(
                              result -> {
                                int film = done[0]++;
                                return told(staged, film, films.films().get(film), result);
                              })
                          .toList()))
          .run();
    }
  }

  /** The result of a film as it was given, in words that name where it lies. */
  private static Scorer.Result told(
      StagedFilms staged, int place, Film film, Scorer.Result result) {
    return staged
        .problem(place)
        .map(problem -> new Scorer.Result(film, null, problem))
        .orElseGet(
            () ->
                new Scorer.Result(
                    film, result.probabilities(), staged.told(place, result.complaint())));
  }
}
