package org.cxrlab.data;

import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;
import org.cxrlab.image.GrayImage;
import org.cxrlab.image.PictureException;

/**
 * Which pictures of a table are there and can be read.
 *
 * @param films how many films were looked at
 * @param missing films without a file
 * @param unreadable films whose file is no picture, or only a part of one
 * @param sizes how many pictures have this size, by the size as "320 x 320"
 */
public record FileCheck(
    int films, List<Film> missing, List<Unreadable> unreadable, Map<String, Integer> sizes)
    implements Showable {
  private static final int SHOWN = 20;

  /** A film whose file can't be read, and why. */
  public record Unreadable(Film film, String reason) {}

  /** Copies the lists. */
  public FileCheck {
    missing = List.copyOf(missing);
    unreadable = List.copyOf(unreadable);
    sizes = Collections.unmodifiableMap(new TreeMap<>(sizes));
  }

  /**
   * What was found for one film: a size, or a complaint, or neither where its file is missing.
   *
   * @param width in pixels; 0 where it can't be read
   * @param height in pixels
   * @param complaint why it can't be read, as a sentence; empty otherwise
   */
  public record Found(Film film, int width, int height, String complaint) {
    private boolean isRead() {
      return width > 0;
    }

    private boolean isMissing() {
      return !isRead() && complaint.isEmpty();
    }
  }

  static FileCheck of(Films films) {
    return of(films, films.list().parallelStream().map(FileCheck::look).toList());
  }

  /** Of what was found for all of these films. */
  public static FileCheck of(Films films, List<Found> found) {
    Map<String, Integer> sizes = new TreeMap<>();
    found.stream()
        .filter(Found::isRead)
        .forEach(f -> sizes.merge(f.width + " x " + f.height, 1, Integer::sum));
    return new FileCheck(
        films.size(),
        found.stream().filter(Found::isMissing).map(Found::film).toList(),
        found.stream()
            .filter(f -> !f.isRead() && !f.isMissing())
            .map(f -> new Unreadable(f.film, f.complaint))
            .toList(),
        sizes);
  }

  /** Looks at one film: every pixel is decoded, as a file that was cut short still has its head. */
  public static Found look(Film film) {
    if (!Files.exists(film.path())) {
      return new Found(film, 0, 0, "");
    }
    try {
      var image = GrayImage.read(film.path());
      return new Found(film, image.width(), image.height(), "");
    } catch (PictureException e) {
      return new Found(film, 0, 0, e.getMessage());
    }
  }

  /** How many pictures are there and can be read. */
  public int readable() {
    return films - missing.size() - unreadable.size();
  }

  @Override
  public Figure figure() {
    if (readable() == films) {
      return new Note(
          Text.format("All %,d pictures are there and can be read: %s.", films, sizesInWords()));
    }
    var table =
        TableFigure.columns("Picture", "What is wrong")
            .caption(
                Text.format(
                    "Of %,d pictures %,d can be read, %,d are missing, %,d can't be read",
                    films, readable(), missing.size(), unreadable.size()));
    unreadable.stream().limit(SHOWN).forEach(u -> table.row(u.film.image(), u.reason));
    missing.stream()
        .limit(SHOWN)
        .forEach(film -> table.row(film.image(), "There is no file " + film.path()));
    int more = Math.max(0, unreadable.size() - SHOWN) + Math.max(0, missing.size() - SHOWN);
    return table.note(more == 0 ? "" : Text.format("And %,d more.", more)).build();
  }

  private String sizesInWords() {
    return String.join(
        ", ",
        sizes.entrySet().stream()
            .map(e -> Text.format("%,d of %s pixels", e.getValue(), e.getKey()))
            .toList());
  }
}
