package org.cxrlab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cxrlab.data.CsvReader;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.ImageColumn;
import org.cxrlab.data.Labels;
import org.cxrlab.figure.Text;

/**
 * The films that a command is given: those of a folder of pictures or of a data set, of a table
 * that names them, or a single one. What is known of them is left aside.
 *
 * @param films those whose picture is there, in the table's order, or by name
 * @param missing names in the table for which there is no picture
 */
record FilmsToScore(Films films, List<String> missing) {
  private static final Labels NONE = Labels.of();

  FilmsToScore {
    missing = List.copyOf(missing);
  }

  /**
   * Finds the films.
   *
   * @param given a folder, a table with a column Image (Image Index in NIH's), or a picture
   * @param pictures the folder of a table's pictures, which may lie up to two folders deeper; null
   *     for the table's own
   * @throws IllegalArgumentException if nothing is there
   */
  static FilmsToScore of(Path given, Path pictures) {
    if (Files.isDirectory(given)) {
      return new FilmsToScore(Films.open(given).onlyLabels(), List.of());
    }
    if (!Files.exists(given)) {
      throw new IllegalArgumentException(
          "There is no folder, table or picture " + given + "; check its name.");
    }
    String name = given.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
      return table(given, pictures == null ? given.toAbsolutePath().getParent() : pictures);
    }
    String image = given.getFileName().toString();
    return new FilmsToScore(films(given, List.of(film(image, given))), List.of());
  }

  private static FilmsToScore table(Path file, Path folder) {
    Map<String, Path> found = new HashMap<>();
    Films.folder(folder).forEach(film -> found.put(film.image(), film.path()));
    List<Film> films = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String image : images(file)) {
      Path picture = found.getOrDefault(image, folder.resolve(image));
      if (Files.exists(picture)) {
        films.add(film(image, picture));
      } else {
        missing.add(image);
      }
    }
    if (films.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "None of the pictures that %s names, such as %s, lies in %s; name their folder with --pictures.",
              file, missing.get(0), folder));
    }
    return new FilmsToScore(films(file, films), missing);
  }

  private static List<String> images(Path file) {
    try (var csv = CsvReader.open(file)) {
      int column = csv.columnIfAny("Image", "Image Index");
      if (column < 0) {
        column = csv.column("Image");
      }
      var names = new ImageColumn(csv, column);
      List<String> images = new ArrayList<>();
      while (csv.next()) {
        images.add(names.name());
      }
      names.requireSome();
      return images;
    }
  }

  private static Film film(String image, Path path) {
    return Film.of(image, path, image, NONE, List.of());
  }

  private static Films films(Path origin, List<Film> films) {
    return new Films(origin.getFileName().toString(), NONE, films);
  }
}
