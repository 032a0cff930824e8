package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.figure.Text;

/** Collects the films of a public data set while its tables are read. */
final class SetFilms {
  private final String name;
  private final SetFolder folder;
  private final List<Film> all = new ArrayList<>();
  private final List<Film> found = new ArrayList<>();
  private final Set<String> images = new HashSet<>();

  /** How many films each table gave. */
  private final Map<String, Integer> used = new LinkedHashMap<>();

  /**
   * @param name what the films are called in headings
   * @param folder that the set is read from
   */
  SetFilms(String name, SetFolder folder) {
    this.name = name;
    this.folder = folder;
  }

  /** Whether this picture's name is new; a second row of it is told. */
  boolean isNew(String image, CsvReader csv) {
    boolean isNew = images.add(image);
    if (!isNew) {
      folder
          .log()
          .leftOut(
              SetTable.rowsOf(csv),
              "name a picture that an earlier row has",
              SetTable.at(csv, image));
    }
    return isNew;
  }

  /**
   * Adds a film.
   *
   * @param film whose path is where its picture would be expected
   * @param picture where it is
   * @param rows what tells of it, as "rows of train.csv"
   */
  void add(Film film, Optional<Path> picture, String rows) {
    Film here = picture.map(film::at).orElse(film);
    all.add(here);
    if (picture.isPresent()) {
      found.add(here);
      used.merge(rows, 1, Integer::sum);
    } else {
      folder.log().leftOut(rows, "have no picture in the folder", film.image());
    }
  }

  /**
   * The films with a picture, or all of them where there is no picture at all.
   *
   * @param about how they were read, ending with a full stop
   * @throws TableException if there is no row
   */
  Films films(Labels labels, String about) {
    used.forEach((rows, count) -> folder.log().used(rows, count, "are films"));
    folder.tellUnused();
    if (all.isEmpty()) {
      throw new TableException(
          Text.format("The tables of %s in %s have no film.", name, folder.root()));
    }
    boolean none = found.isEmpty();
    int left = all.size() - found.size();
    var whole = new Films(name, labels, all);
    Films films = none || left == 0 ? whole : new Films(name, labels, found);
    String words =
        none
            ? " No picture lies there: all rows are kept, to look at and to count."
            : left == 0
                ? ""
                : Text.format(
                    " %,d of %,d rows have no picture there and were left out.", left, all.size());
    return films
        .from(about + words, none || left == 0 ? null : whole)
        .from(folder.log().source())
        .uncertain(UncertainLabels.unknown());
  }
}
