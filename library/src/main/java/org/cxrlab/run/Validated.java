package org.cxrlab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.batch.LeftOut;
import org.cxrlab.data.Films;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.FilmsListener;
import org.cxrlab.model.Predictions;
import org.cxrlab.train.History;
import org.cxrlab.train.LeftOutFilm;

/**
 * What a model that was trained predicts for the validation films that can be read.
 *
 * @param predictions of these films
 * @param history of the training, with those that can't among the films left out
 */
public record Validated(Predictions predictions, History history) {
  /** Predicts the validation films, but for those that the training left out. */
  public static Validated of(ChestModel model, Films films, History history) {
    Set<String> known =
        history.leftOut().stream()
            .filter(film -> film.part().equals(LeftOutFilm.VALIDATION))
            .map(LeftOutFilm::image)
            .collect(Collectors.toSet());
    Films left = films.where(film -> !known.contains(film.image()));
    List<LeftOutFilm> all = new ArrayList<>(history.leftOut());
    LeftOut found =
        LeftOut.missing(
            (film, why) ->
                all.add(
                    LeftOutFilm.of(
                        left.get(film), LeftOutFilm.VALIDATION, history.steps().size(), why)));
    Predictions predictions =
        FilmsListener.during(FilmsListener.NONE, () -> model.predict(left, found));
    return new Validated(
        predictions,
        new History(
            history.labels(), history.steps(), history.epochs(), history.rateChanges(), all));
  }
}
