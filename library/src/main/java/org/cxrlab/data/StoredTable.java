package org.cxrlab.data;

import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.data.FolderListing.Found;
import org.cxrlab.data.Source.Fate;
import org.cxrlab.figure.Text;

/** What a table tells of films that may be no files: their pictures are found as in a folder. */
final class StoredTable {
  private StoredTable() {}

  static StoredFilms read(FilmTable table, StoredFilms stored) {
    Pictures pictures = Pictures.of(FolderListing.of(found(stored.films())));
    Films all = table.read(pictures);
    var rows = RowPictures.of(all.stream().map(Film::image).toList(), pictures);
    if (rows.count() == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "%s names none of the pictures of %s. %s",
              all.name(), stored.films().name(), rows.hint()));
    }
    var log = new SourceLog();
    log.used("pictures", rows.count(), "are named by " + all.name());
    rows.tell(all.name(), log);
    Films named = RowBoxesInFilms.of(named(all, rows), log);
    log.addAll(all.source());
    log.addAll(losses(stored.source()));
    String about =
        Text.format("Read from %s, pictures from %s.", all.name(), stored.films().name());
    return stored.only(named.from(about, null).from(log.source()));
  }

  private static List<Found> found(Films films) {
    return films.stream()
        .map(film -> FolderListing.named(film.path().toString().replace('\\', '/'), film.path()))
        .toList();
  }

  private static Films named(Films all, RowPictures rows) {
    List<Film> films =
        IntStream.range(0, all.size())
            .filter(row -> rows.file(row).isPresent())
            .mapToObj(row -> rows.placed(all.get(row), row))
            .toList();
    return new Films(all.name(), all.labels(), films);
  }

  /** Which of the pictures are used the table decides. */
  private static Source losses(Source listed) {
    return new Source(
        listed.entries().stream().filter(entry -> entry.fate() != Fate.USED).toList());
  }
}
