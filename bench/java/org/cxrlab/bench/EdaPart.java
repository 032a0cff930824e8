package org.cxrlab.bench;

import java.nio.file.Path;
import org.cxrlab.data.FilmList;
import org.cxrlab.data.Films;
import org.cxrlab.data.LabelCounts;
import org.cxrlab.split.Leakage;

/**
 * A first look at the table of all films: read it, its columns, what is missing, unique IDs,
 * positives of each label, and whether the official division shares patients.
 */
final class EdaPart implements Part {
  private final Path table;
  private final Path list;

  EdaPart(Settings settings) {
    table = settings.path("table");
    list = settings.path("list");
  }

  @Override
  public double[] run() {
    Films films = Films.nih(table);
    films.info().figure().text();
    long missing = films.nulls().total();
    var ids = films.ids();
    LabelCounts positives = films.positives();
    FilmList training = FilmList.read(list);
    Films listed = films.where(training::contains);
    Films others = films.where(film -> !training.contains(film));
    int shared = Leakage.between(listed, others).patients().size();
    return new double[] {
      missing, ids.rows(), ids.images(), ids.patients(), positives.positives("Hernia"), shared
    };
  }
}
