package org.cxrlab.cluster;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cxrlab.data.Film;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;

/**
 * Some films in a row, the work of one task.
 *
 * @param first the place of the first among all
 * @param images their names
 * @param files where their pictures lie, for each machine the same
 * @param stored of those that are no files of their own, by their place in the shard
 */
record Shard(int first, List<String> images, List<String> files, Map<Integer, StoredPicture> stored)
    implements Serializable {
  /** Some of a list of films. */
  static Shard of(StoredFilms all, int first, int end) {
    List<Film> some = all.films().list().subList(first, end);
    Map<Integer, StoredPicture> stored = new HashMap<>();
    for (int i = 0; i < some.size(); i++) {
      StoredPicture picture = all.stored().get(some.get(i).path());
      if (picture != null) {
        stored.put(i, picture);
      }
    }
    return new Shard(
        first,
        some.stream().map(Film::image).toList(),
        some.stream().map(film -> film.path().toAbsolutePath().toString()).toList(),
        stored);
  }

  int size() {
    return images.size();
  }

  /** The films, without what is known of them. */
  StoredFilms films() {
    return StoredFilms.of(images, files, stored);
  }
}
