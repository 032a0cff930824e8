package org.cxrlab.data;

import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;

/**
 * Unique IDs against the number of rows.
 *
 * @param rows how many rows there are
 * @param images how many different image names
 * @param patients how many different patient IDs
 */
public record IdCounts(int rows, int images, int patients) implements Showable {
  static IdCounts of(Films films) {
    return new IdCounts(
        films.size(),
        (int) films.stream().map(Film::image).distinct().count(),
        (int) films.stream().map(Film::patient).distinct().count());
  }

  @Override
  public Figure figure() {
    return TableFigure.columns("ID", "Rows", "Unique", "One row each?")
        .caption("Unique IDs against the number of rows")
        .row("Image", rows, images, answer(images))
        .row("PatientId", rows, patients, answer(patients))
        .build();
  }

  private String answer(int unique) {
    return unique == rows ? "yes" : "no, %,d rows repeat one".formatted(rows - unique);
  }
}
