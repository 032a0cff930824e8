package org.cxrlab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.Labels;
import org.cxrlab.data.StoredFilms;

/**
 * The films that a command is given: those of a folder of pictures or of a data set, of an archive,
 * of a table that names them, or a single one. What is known of them is left aside.
 *
 * @param stored the films whose picture is there, in the table's order, or by name, and where those
 *     lie that are in archives; {@code films().source()} tells what was left out
 * @param missing how many pictures a table names that are not there
 * @param unreadable how many files of a folder are pictures that can't be read, such as WebP, and
 *     so are no films
 */
record FilmsToScore(StoredFilms stored, int missing, long unreadable) {
  private static final List<String> TABLES = List.of(".csv", ".csv.gz", ".tsv", ".tsv.gz", ".tab");

  /**
   * Finds the films.
   *
   * @param given as in {@link #of(Path, Path)}, or an address
   * @param cluster whether it is a cluster that will read them, which alone knows addresses
   */
  static FilmsToScore of(String given, Path pictures, boolean cluster) {
    if (!StoredFilms.isAddress(given)) {
      return of(Path.of(given), pictures);
    }
    if (!cluster) {
      throw new IllegalArgumentException(
          given
              + " is an address, which only --spark reads; add --spark local[2], or name a folder.");
    }
    if (pictures != null) {
      throw new IllegalArgumentException(
          "--pictures belongs to a table, and " + given + " is an address; leave it out.");
    }
    return inFolder(ScoringCluster.find().films(given));
  }

  /**
   * Finds the films.
   *
   * @param given a folder, an archive (.zip, .tar, .tar.gz), a table with a column Image (Image
   *     Index in NIH's), or a picture
   * @param pictures the folder of a table's pictures, which may lie in folders in it; null for the
   *     table's own
   * @throws IllegalArgumentException if nothing is there
   */
  static FilmsToScore of(Path given, Path pictures) {
    if (Files.isDirectory(given)) {
      return inFolder(StoredFilms.open(given));
    }
    if (!Files.exists(given)) {
      throw new IllegalArgumentException(
          "There is no folder, table or picture " + given + "; check its name.");
    }
    if (StoredFilms.isArchive(given.getFileName().toString())) {
      return inFolder(StoredFilms.open(given));
    }
    if (isTable(given)) {
      Path folder = pictures == null ? given.toAbsolutePath().getParent() : pictures;
      Films films = Films.listed(given, folder);
      return new FilmsToScore(
          StoredFilms.files(films), films.wholeTable().size() - films.size(), 0);
    }
    String image = given.getFileName().toString();
    var labels = Labels.of();
    Film film = Film.of(image, given, image, labels, List.of());
    return new FilmsToScore(StoredFilms.files(new Films(image, labels, List.of(film))), 0, 0);
  }

  private static FilmsToScore inFolder(StoredFilms found) {
    Films films = found.films().onlyLabels();
    return new FilmsToScore(found.only(films), 0, films.source().unreadablePictures());
  }

  Films films() {
    return stored.films();
  }

  /** The images that a table names and of which there is no picture. */
  List<String> absent() {
    if (missing == 0) {
      return List.of();
    }
    Set<String> there = films().stream().map(Film::image).collect(Collectors.toSet());
    return films().wholeTable().stream()
        .map(Film::image)
        .filter(image -> !there.contains(image))
        .toList();
  }

  private static boolean isTable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return TABLES.stream().anyMatch(name::endsWith);
  }
}
