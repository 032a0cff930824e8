package org.cxrlab.cluster;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;

/**
 * Some films in a row, the work of one task.
 *
 * @param first the place of the first among all
 * @param images their names
 * @param files where their pictures lie, for each machine the same
 */
record Shard(int first, List<String> images, List<String> files) implements Serializable {
  /** Some of a list of films. */
  static Shard of(List<Film> all, int first, int end) {
    List<Film> some = all.subList(first, end);
    return new Shard(
        first,
        some.stream().map(Film::image).toList(),
        some.stream().map(film -> film.path().toAbsolutePath().toString()).toList());
  }

  int size() {
    return images.size();
  }

  /** The films, without what is known of them. */
  Films films() {
    Labels none = Labels.of();
    return new Films(
        "films",
        none,
        IntStream.range(0, size())
            .mapToObj(
                i -> Film.of(images.get(i), Path.of(files.get(i)), images.get(i), none, List.of()))
            .toList());
  }
}
