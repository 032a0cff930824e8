package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cxrlab.figure.Text;

/** The films that a table of whatever kind names: its column of pictures is all that is read. */
final class ListedFilms {
  private static final Labels NONE = Labels.of();

  private ListedFilms() {}

  static Films read(Path table, Path folder) {
    List<String> names = names(table);
    Pictures pictures = Pictures.below(folder).namedBy(table);
    var rows = RowPictures.of(names, pictures);
    if (rows.count() == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "None of the pictures that %s names, such as %s, lies in %s; name their folder with --pictures. %s",
              table, names.get(0), folder, rows.hint()));
    }
    String called = table.getFileName().toString();
    var log = new SourceLog();
    log.used("pictures", rows.count(), "are named by " + called);
    rows.tell(called, log);
    log.addAll(pictures.listing().passedOver());
    List<Film> all =
        IntStream.range(0, names.size())
            .mapToObj(
                i ->
                    film(
                        names.get(i),
                        rows.file(i).orElseGet(() -> pictures.expected(names.get(i)))))
            .toList();
    List<Film> found =
        IntStream.range(0, names.size())
            .filter(i -> rows.file(i).isPresent())
            .mapToObj(all::get)
            .toList();
    Films films = new Films(called, NONE, found);
    return films
        .from("", found.size() == all.size() ? null : new Films(called, NONE, all))
        .from(log.source());
  }

  private static List<String> names(Path file) {
    try (var csv = CsvReader.open(file)) {
      int column = csv.columnIfAny("Image", "Image Index");
      var images = new ImageColumn(csv, column < 0 ? csv.column("Image") : column);
      List<String> names = new ArrayList<>();
      while (csv.next()) {
        names.add(images.name());
      }
      images.requireSome();
      return names;
    }
  }

  private static Film film(String image, Path path) {
    return Film.of(image, path, image, NONE, List.of());
  }
}
