package org.cxrlab.split;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.Film;
import org.cxrlab.data.Films;
import org.cxrlab.data.SamePictures;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * Pictures that are in more than one part of a division under different names, told by their bytes
 * or their pixels.
 *
 * @param leaks for each such picture and each two parts that have it, a film of either
 * @param films how many films were compared
 * @param unreadable how many of them could not be
 */
public record PictureLeaks(List<Leak> leaks, int films, int unreadable) implements Showable {
  private static final int SHOWN = 20;

  /**
   * The same picture in two parts.
   *
   * @param sameBytes whether the two files are the same byte for byte; else their pixels are
   */
  public record Leak(
      String firstPart, Film first, String secondPart, Film second, boolean sameBytes) {}

  /** Copies the list. */
  public PictureLeaks {
    leaks = List.copyOf(leaks);
  }

  static PictureLeaks among(Map<String, Films> parts) {
    // Parts may have other labels, and these don't matter here.
    List<Film> all = parts.values().stream().flatMap(p -> p.onlyLabels().stream()).toList();
    if (all.isEmpty()) {
      return new PictureLeaks(List.of(), 0, 0);
    }
    var same = SamePictures.of(new Films("all", all.get(0).labels(), all));
    var leaks = new ArrayList<Leak>();
    Map<String, Map<Path, Film>> byFile = byFile(parts);
    for (SamePictures.Group group : same.groups()) {
      List<Map.Entry<String, Film>> inParts = inParts(group, byFile);
      for (int i = 0; i < inParts.size(); i++) {
        for (int j = i + 1; j < inParts.size(); j++) {
          leaks.add(
              new Leak(
                  inParts.get(i).getKey(),
                  inParts.get(i).getValue(),
                  inParts.get(j).getKey(),
                  inParts.get(j).getValue(),
                  group.sameBytes()));
        }
      }
    }
    return new PictureLeaks(leaks, all.size(), same.unreadable().size());
  }

  private static Map<String, Map<Path, Film>> byFile(Map<String, Films> parts) {
    Map<String, Map<Path, Film>> byFile = new LinkedHashMap<>();
    parts.forEach(
        (part, films) -> {
          Map<Path, Film> files = new HashMap<>();
          films.forEach(film -> files.putIfAbsent(film.path(), film));
          byFile.put(part, files);
        });
    return byFile;
  }

  /** The first film of the group in each part that has one. */
  private static List<Map.Entry<String, Film>> inParts(
      SamePictures.Group group, Map<String, Map<Path, Film>> byFile) {
    List<Map.Entry<String, Film>> inParts = new ArrayList<>();
    byFile.forEach(
        (part, files) ->
            group.films().stream()
                .map(film -> files.get(film.path()))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(film -> inParts.add(Map.entry(part, film))));
    return inParts;
  }

  /** Whether no picture is in two parts. */
  public boolean isNone() {
    return leaks.isEmpty();
  }

  /**
   * Returns this if no picture is in two parts.
   *
   * @throws CxrlabException naming the first of them
   */
  public PictureLeaks requireNone() {
    if (!isNone()) {
      Leak first = leaks.get(0);
      throw new CxrlabException(
          Text.format(
              "%s in more than one part, such as %s (%s) and %s (%s); leave out one of each two.",
              Text.count(leaks.size(), "picture") + (leaks.size() == 1 ? " is" : " are"),
              first.first.image(),
              first.firstPart,
              first.second.image(),
              first.secondPart));
    }
    return this;
  }

  @Override
  public Figure figure() {
    String unknown =
        unreadable == 0
            ? ""
            : Text.format(" %s could not be read.", Text.count(unreadable, "picture"));
    if (isNone()) {
      return new Note(
          Text.format("None of the pictures of %,d films is in two parts.%s", films, unknown));
    }
    var table =
        TableFigure.columns("Part", "Film", "and part", "Film", "Same by")
            .caption("Pictures in more than one part");
    leaks.stream()
        .limit(SHOWN)
        .forEach(
            leak ->
                table.row(
                    leak.firstPart,
                    leak.first.image(),
                    leak.secondPart,
                    leak.second.image(),
                    leak.sameBytes ? "bytes" : "pixels"));
    String more = leaks.size() <= SHOWN ? "" : Text.format("And %,d more.", leaks.size() - SHOWN);
    return table.note((more + unknown).strip()).build();
  }
}
