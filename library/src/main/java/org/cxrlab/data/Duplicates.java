package org.cxrlab.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * Rows that stand more than once. A table that was read has none, as its reader refuses a picture
 * that is named twice; a resampled one has many.
 *
 * @param rows how many rows there are
 * @param repeatedRows how many rows equal an earlier one in every column
 * @param images the names that stand in several rows, in the order of the table
 */
public record Duplicates(int rows, int repeatedRows, List<String> images) implements Showable {
  /** Copies the list. */
  public Duplicates {
    images = List.copyOf(images);
  }

  static Duplicates of(Films films) {
    Map<String, Integer> count = new HashMap<>();
    films.forEach(film -> count.merge(film.image(), 1, Integer::sum));
    List<Film> several = films.stream().filter(film -> count.get(film.image()) > 1).toList();
    int different = new HashSet<>(several).size();
    return new Duplicates(
        films.size(),
        several.size() - different,
        several.stream().map(Film::image).distinct().toList());
  }

  @Override
  public Figure figure() {
    if (images.isEmpty()) {
      return new Note(Text.format("No row stands twice: all %,d image names are different.", rows));
    }
    return TableFigure.columns("", "Count")
        .caption("Rows that stand more than once")
        .row("rows", rows)
        .row("rows equal to an earlier one", repeatedRows)
        .row("image names in several rows", images.size())
        .build();
  }
}
