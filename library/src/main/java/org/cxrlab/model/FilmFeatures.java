package org.cxrlab.model;

import java.util.List;
import org.cxrlab.data.Films;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What a backbone makes of films: numbers from which a head decides. Plain arrays, not to be
 * written to; nothing here needs closing.
 *
 * @param films the films, one per row
 * @param rows film by film, each of the same length
 */
public record FilmFeatures(Films films, List<float[]> rows) implements Showable {
  /** Checks that there is one row per film. */
  public FilmFeatures {
    rows = List.copyOf(rows);
    if (rows.size() != films.size()) {
      throw new IllegalArgumentException(
          rows.size() + " rows of features for " + films.size() + " films.");
    }
    for (float[] row : rows) {
      if (row.length != rows.get(0).length) {
        throw new IllegalArgumentException(
            "Rows of " + row.length + " and of " + rows.get(0).length + " features.");
      }
    }
  }

  /** How many numbers each film has; 0 if there is no film. */
  public int width() {
    return rows.isEmpty() ? 0 : rows.get(0).length;
  }

  @Override
  public TableFigure figure() {
    return TableFigure.columns("Films", "Features of each", "Memory")
        .row(films.size(), width(), Text.format("%.1f MB", 4e-6 * films.size() * width()))
        .build();
  }
}
