package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * Films that are the same picture under several names, so that a division by patient or by name
 * does not keep them together.
 *
 * @param films how many films were looked at
 * @param groups films that are the same picture, by their first film's place in the table
 * @param unreadable films whose picture is missing or can't be read, of which nothing is known
 */
public record SamePictures(int films, List<Group> groups, List<Film> unreadable)
    implements Showable {
  private static final int SHOWN = 20;

  /**
   * Films whose files hold the same picture.
   *
   * @param films in the table's order, of two files at least
   * @param sameBytes whether the files are the same byte for byte; else their decoded pixels are
   */
  public record Group(List<Film> films, boolean sameBytes) {
    /** Copies the list. */
    public Group {
      films = List.copyOf(films);
    }

    /** How the films are the same: "bytes" or "pixels". */
    public String by() {
      return sameBytes ? "bytes" : "pixels";
    }

    /** Whether they are said to be of different patients. */
    public boolean acrossPatients() {
      return films.stream().map(Film::patient).distinct().count() > 1;
    }
  }

  /** Copies the lists. */
  public SamePictures {
    groups = List.copyOf(groups);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Compares the pictures of all films: files of one size by their bytes, and all by their grey
   * values, for which each is decoded once, on all processors.
   */
  public static SamePictures of(Films films) {
    Map<Path, List<Film>> byFile = new LinkedHashMap<>();
    films.forEach(film -> byFile.computeIfAbsent(film.path(), f -> new ArrayList<>(1)).add(film));
    SameFiles same = SameFiles.among(byFile.keySet());
    return new SamePictures(
        films.size(),
        same.groups().stream()
            .map(group -> new Group(of(group.files(), byFile), group.sameBytes()))
            .toList(),
        of(same.unreadable(), byFile));
  }

  private static List<Film> of(List<Path> files, Map<Path, List<Film>> byFile) {
    return files.stream().flatMap(file -> byFile.get(file).stream()).toList();
  }

  /** Whether no two films are the same picture. */
  public boolean isNone() {
    return groups.isEmpty();
  }

  @Override
  public Figure figure() {
    String unknown =
        unreadable.isEmpty()
            ? ""
            : Text.format(" %s could not be read.", Text.count(unreadable.size(), "picture"));
    if (isNone()) {
      return new Note(
          Text.format(
              "No two of %,d films are the same picture, neither by bytes nor by pixels.%s",
              films, unknown));
    }
    var table =
        TableFigure.columns("Film", "Patient", "Same picture as", "Patient", "By")
            .caption(Text.count(groups.size(), "picture") + " under several names");
    groups.stream()
        .limit(SHOWN)
        .forEach(
            group ->
                table.row(
                    group.films.get(0).image(),
                    group.films.get(0).patient(),
                    others(group.films.stream().map(Film::image).toList()),
                    others(group.films.stream().map(Film::patient).toList()),
                    group.by()));
    return table.note((more() + unknown).strip()).build();
  }

  private String more() {
    return groups.size() <= SHOWN ? "" : Text.format("And %,d more.", groups.size() - SHOWN);
  }

  private static String others(List<String> words) {
    return words.stream().skip(1).collect(Collectors.joining(", "));
  }
}
