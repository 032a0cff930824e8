package org.cxrlab.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Films under the label names of a vocabulary. */
final class RelabelledFilms {
  private RelabelledFilms() {}

  static Films of(Films films, Vocabulary vocabulary) {
    LabelMapping mapping = vocabulary.of(films.labels());
    var log = new SourceLog();
    log.addAll(films.source());
    mapping.tell(log);
    Map<List<Float>, List<Float>> known = new HashMap<>();
    for (Film film : films) {
      for (FindingBox box : film.boxes()) {
        if (mapping.box(box.label()).isEmpty()) {
          log.leftOut(
              "boxes",
              "are of labels without a place in the vocabulary of " + vocabulary.name(),
              film.image() + ", " + box.label());
        }
      }
    }
    Films whole = films.wholeTable();
    return films
        .relabelled(vocabulary.labels(), film -> film(film, mapping, vocabulary.labels(), known))
        .from(
            films.about(),
            whole == films
                ? null
                : whole.relabelled(
                    vocabulary.labels(), film -> film(film, mapping, vocabulary.labels(), known)))
        .from(log.source());
  }

  private static Film film(
      Film film, LabelMapping mapping, Labels labels, Map<List<Float>, List<Float>> known) {
    return mapping.of(film, labels, known.computeIfAbsent(film.values(), mapping::values));
  }
}
