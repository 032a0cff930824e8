package org.cxrlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.ImageFiles;

/**
 * What lies in a folder of films, found by looking into it: tables by their headers, pictures by
 * their endings.
 *
 * <p>Of several tables and several folders of pictures, the pair is taken that gives the most films
 * with a picture; folders that share no name count as one, too. Pictures of fewer than {@value
 * #SMALL} pixels are taken only where there are no others: a nodule can't be seen in them.
 */
final class DataFolder {
  /** Thumbnails are smaller than this on their shorter side, in pixels. */
  private static final int SMALL = 200;

  private final Path folder;
  private final List<Path> tables = new ArrayList<>();
  private final List<Path> boxes = new ArrayList<>();
  private final List<Pictures> pictures = new ArrayList<>();

  private DataFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Looks into a folder.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  static DataFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "There is no folder " + folder.toAbsolutePath() + "; check its name, or CXR_DATA.");
    }
    var found = new DataFolder(folder);
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry)) {
        found.addPictures(Pictures.below(entry));
      } else if (isTable(entry)) {
        found.addTable(entry);
      }
    }
    found.addPictures(Pictures.in(folder));
    if (found.pictures.size() > 1) {
      Pictures.union(folder, found.pictures).ifPresent(found::addPictures);
    }
    return found;
  }

  private static List<Path> entries(Path folder) {
    var entries = new ArrayList<Path>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
    }
    entries.sort(Comparator.naturalOrder());
    return entries;
  }

  private static boolean isTable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".csv.gz");
  }

  private void addPictures(Pictures found) {
    if (!found.isEmpty()) {
      pictures.add(found);
    }
  }

  private void addTable(Path file) {
    try (var csv = CsvReader.open(file)) {
      // Adjudicated labels stand in NIH's own columns; they are asked for by name.
      if (BoxList.fits(csv.header())) {
        boxes.add(file);
      } else if (!TableColumns.isAdjudicated(csv.header()) && FilmTable.of(file).isOfFilms()) {
        tables.add(file);
      }
    }
  }

  /** The films with a picture. */
  Films films() {
    if (tables.isEmpty()) {
      return unlabelled(folder);
    }
    Choice best =
        choices()
            .filter(choice -> choice.found.size() > 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Text.format(
                            "%s has tables (%s) but no picture that they name; put the pictures there, or read a table alone with Films.course or Films.nih.",
                            folder, names(tables))));
    return best.films(folder, boxes);
  }

  /** The best pair of a table and a folder of pictures, if there are pictures at all. */
  private Optional<Choice> choices() {
    Optional<Choice> best = Optional.empty();
    for (Path table : tables) {
      Films films = null;
      for (Pictures folderOfPictures : pictures) {
        films = films == null ? read(table, folderOfPictures) : films;
        var choice = Choice.of(table, films, folderOfPictures);
        if (best.isEmpty() || choice.isBetterThan(best.get())) {
          best = Optional.of(choice);
        }
      }
    }
    return best;
  }

  private static Films read(Path table, Pictures pictures) {
    return FilmTable.of(table).read(pictures);
  }

  private static String names(List<Path> files) {
    return String.join(", ", files.stream().map(f -> f.getFileName().toString()).toList());
  }

  /** All pictures below a folder, without labels. */
  static Films unlabelled(Path folder) {
    var pictures = Pictures.below(folder);
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "There is no PNG, JPEG or DICOM file in %s; name the folder that holds the films.",
              folder.toAbsolutePath()));
    }
    var labels = Labels.of();
    List<Film> films =
        pictures.names().stream()
            .map(image -> Film.of(image, pictures.file(image), image, labels, List.of()))
            .toList();
    var all = new Films(folder.getFileName().toString(), labels, films);
    return all.from(
        "Pictures of a folder, without labels; each counts as a patient of its own.", null);
  }

  /** A table, a folder of pictures, and the films that are in both. */
  private record Choice(
      Path table, Films all, Pictures pictures, List<Film> found, boolean thumbnails) {
    static Choice of(Path table, Films all, Pictures pictures) {
      List<Film> found =
          all.stream()
              .filter(film -> pictures.contains(film.image()))
              .map(film -> film.at(pictures.file(film.image())))
              .toList();
      return new Choice(table, all, pictures, found, small(found));
    }

    /** By the first picture that can be read: one that can't is told of when it is used. */
    private static boolean small(List<Film> films) {
      for (Film film : films) {
        if (ImageFiles.readable(film.path())) {
          var image = GrayImage.read(film.path());
          return Math.min(image.width(), image.height()) < SMALL;
        }
      }
      return false;
    }

    boolean isBetterThan(Choice other) {
      if (thumbnails != other.thumbnails && !found.isEmpty() && !other.found.isEmpty()) {
        return other.thumbnails;
      }
      return found.size() > other.found.size();
    }

    Films films(Path folder, List<Path> boxes) {
      Films whole = all.map(film -> film.at(pictures.file(film.image())));
      Films films = new Films(all.name(), all.labels(), found).from(all.source());
      for (Path list : boxes) {
        films = films.withBoxes(list);
      }
      int left = all.size() - found.size();
      String about =
          Text.format("Read from %s, pictures from %s.", table.getFileName(), where(folder))
              + (boxes.isEmpty() ? "" : Text.format(" Boxes from %s.", names(boxes)))
              + (left == 0
                  ? ""
                  : Text.format(
                      " %,d of %,d rows have no picture there and were left out.",
                      left, all.size()));
      return films.from(about, left == 0 ? null : whole);
    }

    private Path where(Path folder) {
      return pictures.folder().equals(folder)
          ? folder.getFileName()
          : folder.relativize(pictures.folder());
    }
  }
}
