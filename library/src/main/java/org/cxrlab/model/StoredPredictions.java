package org.cxrlab.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cxrlab.batch.StagedFilms;
import org.cxrlab.data.Films;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.image.PictureException;

/** Predictions for films that may be no files of their own, by copies of some at a time. */
final class StoredPredictions {
  private StoredPredictions() {}

  static Predictions of(ChestModel model, StoredFilms stored) {
    Films films = stored.films();
    if (stored.stored().isEmpty()) {
      return model.predict(films);
    }
    FilmsListener listener = FilmsListener.here();
    List<float[]> rows = new ArrayList<>();
    for (StoredFilms part : StagedFilms.parts(stored)) {
      int before = rows.size();
      FilmsListener ofPart = (done, whole) -> listener.onFilms(before + done, films.size());
      try (StagedFilms staged = StagedFilms.of(part, WholeFolder::passing)) {
        rows.addAll(FilmsListener.during(ofPart, () -> rows(model, staged)));
      }
    }
    return new Predictions(films, model.labels(), rows);
  }

  private static List<float[]> rows(ChestModel model, StagedFilms staged) {
    IntStream.range(0, staged.films().size())
        .mapToObj(staged::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(
            problem -> {
              throw new PictureException(problem);
            });
    try {
      return model.predict(staged.films()).probabilities();
    } catch (PictureException e) {
      throw new PictureException(staged.told(e.getMessage()), e);
    }
  }
}
