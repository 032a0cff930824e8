package org.cxrlab.data;

import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * Unique IDs against the number of rows.
 *
 * @param rows how many rows there are
 * @param images how many different image names
 * @param patients how many different patient IDs
 */
public record IdCounts(int rows, int images, int patients) implements Showable {
  static IdCounts of(Films films) {
    var images = new Places();
    var patients = new Places();
    String last = null;
    for (Film film : films) {
      images.of(film.image());
      // The films of a patient stand together in most tables.
      if (!film.patient().equals(last)) {
        last = film.patient();
        patients.of(film.patientKey());
      }
    }
    return new IdCounts(films.size(), images.count(), patients.count());
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
    return unique == rows
        ? "yes"
        : "no, "
            + Text.count(rows - unique, "row")
            + (rows - unique == 1 ? " repeats" : " repeat")
            + " one";
  }
}
