package org.cxrlab.data;

import it.unimi.dsi.fastutil.Hash;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.util.Set;
import java.util.function.Function;
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
    return new IdCounts(films.size(), unique(films, Film::image), unique(films, Film::patientKey));
  }

  private static int unique(Films films, Function<Film, String> id) {
    Set<String> ids = new ObjectOpenHashSet<>(films.size(), Hash.FAST_LOAD_FACTOR);
    films.forEach(film -> ids.add(id.apply(film)));
    return ids.size();
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
