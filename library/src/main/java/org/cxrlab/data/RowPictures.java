package org.cxrlab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.data.FolderListing.Found;
import org.cxrlab.data.Pictures.Fit;
import org.cxrlab.data.Pictures.Match;
import org.cxrlab.figure.Text;

/**
 * Which picture each row of a table means, told from all rows together: of several folders that
 * hold the same films in several sizes, one is taken, and of rows that could mean the same picture,
 * the one that names it best. What stays open is left out.
 */
final class RowPictures {
  private final List<String> names;
  private final Pictures pictures;

  /** What fits each row; null where nothing does. */
  private final Match[] matches;

  private final Found[] found;

  /** Why a row has no picture; null where it has one. */
  private final Why[] why;

  private PictureVersions versions;

  /** Why a row has no picture, in a sentence on rows. */
  private enum Why {
    NONE("have no picture in the folder"),
    OUTSIDE("lie outside of the folder, which is not followed; name one that holds them as well"),
    OTHER_SIZE("have a picture only among those of another size, which were not taken"),
    SEVERAL("fit several pictures; write the path of the one that is meant"),
    SHARED("could mean the same picture as another row; write its path"),
    NAMED_BETTER("mean a picture that another row names better");

    private final String words;
    private final String kept;

    Why(String words) {
      this.words = words;
      kept = words + "; they are kept";
    }
  }

  private RowPictures(List<String> names, Pictures pictures) {
    this.names = names;
    this.pictures = pictures;
    matches = new Match[names.size()];
    found = new Found[names.size()];
    why = new Why[names.size()];
  }

  /**
   * Finds the pictures.
   *
   * @param names as the rows of a table have them
   */
  static RowPictures of(List<String> names, Pictures pictures) {
    var rows = new RowPictures(names, pictures);
    rows.match();
    rows.settleClaims();
    return rows;
  }

  private void match() {
    for (int row = 0; row < matches.length; row++) {
      matches[row] = pictures.match(names.get(row)).orElse(null);
    }
    versions = PictureVersions.of(names, matches);
    for (int row = 0; row < found.length; row++) {
      List<Found> left = versions.of(row);
      if (left.size() == 1) {
        found[row] = left.get(0);
      } else if (matches[row] == null) {
        why[row] = pictures.isOutside(names.get(row)) ? Why.OUTSIDE : Why.NONE;
      } else {
        why[row] = left.isEmpty() ? Why.OTHER_SIZE : Why.SEVERAL;
      }
    }
  }

  /** Rows with different names must not share a picture. */
  private void settleClaims() {
    Map<Path, Integer> first = new HashMap<>();
    Map<Path, List<Integer>> claims = new HashMap<>();
    for (int row = 0; row < found.length; row++) {
      Path file = found[row] == null ? null : found[row].file();
      Integer earlier = file == null ? null : first.putIfAbsent(file, row);
      if (earlier != null) {
        claims.computeIfAbsent(file, f -> new ArrayList<>(List.of(earlier))).add(row);
      }
    }
    claims.values().forEach(this::settle);
  }

  private void settle(List<Integer> rows) {
    Comparator<Integer> byName =
        Comparator.comparing(this::fit)
            .thenComparing(row -> !names.get(row).equals(found[row].path()))
            .thenComparing(row -> !Pictures.path(names.get(row)).equals(found[row].path()));
    int best = rows.stream().min(byName).orElseThrow();
    Set<String> same =
        rows.stream()
            .filter(row -> byName.compare(row, best) == 0)
            .map(names::get)
            .collect(Collectors.toCollection(HashSet::new));
    List<Integer> others =
        rows.stream().filter(row -> same.size() > 1 || !same.contains(names.get(row))).toList();
    for (int row : others) {
      found[row] = null;
      why[row] = same.size() > 1 ? Why.SHARED : Why.NAMED_BETTER;
    }
  }

  private Fit fit(int row) {
    return matches[row].fit();
  }

  /** The picture of a row; empty where it has none. */
  Optional<Path> file(int row) {
    return Optional.ofNullable(found[row]).map(Found::file);
  }

  /** How many rows have a picture. */
  int count() {
    return (int) Arrays.stream(found).filter(picture -> picture != null).count();
  }

  /** The pictures that a row means. */
  Set<Path> used() {
    Set<Path> used = new HashSet<>(found.length * 4 / 3 + 1);
    for (Found picture : found) {
      if (picture != null) {
        used.add(picture.file());
      }
    }
    return used;
  }

  /** The folder of all pictures that a row means, relative to the one that was listed. */
  String folder() {
    return PictureVersions.commonFolder(
        Arrays.stream(found).filter(picture -> picture != null).toList());
  }

  /**
   * The films of a table, all of them, each with the picture that its row means; one without keeps
   * the place where its picture would be expected.
   */
  static Films place(Films all, Pictures pictures) {
    var rows = of(all.stream().map(Film::image).toList(), pictures);
    var log = new SourceLog();
    log.used("pictures", rows.count(), "are named by " + all.name());
    rows.tellRows(all.name(), log, true);
    rows.tellPictures(all.name(), log);
    log.addAll(all.source());
    Films placed = RowBoxesInFilms.of(rows.placed(all), log);
    log.addAll(pictures.listing().passedOver());
    return placed.from(log.source());
  }

  /** The same films, each with its picture. */
  Films placed(Films all) {
    int[] row = {0};
    return all.map(film -> placed(film, row[0]++));
  }

  /** The film of a row with its picture, where it has one. */
  Film placed(Film film, int row) {
    return found[row] == null || film.path().equals(found[row].file())
        ? film
        : film.at(found[row].file());
  }

  /**
   * Says what became of the rows, of which those without a picture are left out, and of the
   * pictures.
   *
   * @param table what to call the table
   */
  void tell(String table, SourceLog log) {
    tellRows(table, log, false);
    tellPictures(table, log);
  }

  private void tellRows(String table, SourceLog log, boolean kept) {
    String rows = "rows of " + table;
    for (int row = 0; row < found.length; row++) {
      if (why[row] != null && kept) {
        log.decided(rows, why[row].kept, example(row));
      } else if (why[row] != null) {
        log.leftOut(rows, why[row].words, example(row));
      } else if (fit(row) != Fit.AS_WRITTEN) {
        log.decided(rows, words(fit(row)), names.get(row) + ": " + found[row].path());
      }
    }
    versions.tell(log);
  }

  private void tellPictures(String table, SourceLog log) {
    Set<Path> used = used();
    for (Found picture : pictures.listing().pictures()) {
      if (!used.contains(picture.file())) {
        log.leftOut("pictures", "are named by no row of " + table, picture.path());
      }
    }
  }

  private String example(int row) {
    if (why[row] != Why.SEVERAL) {
      return names.get(row);
    }
    List<Found> left = versions.of(row);
    return Text.format(
        "%s: %s%s",
        names.get(row),
        left.stream().limit(2).map(Found::path).collect(Collectors.joining(", ")),
        left.size() > 2 ? ", …" : "");
  }

  private static String words(Fit fit) {
    return switch (fit) {
      case AS_WRITTEN -> "name their pictures";
      case WITH_MORE_FOLDERS -> "name folders that are not here; the rest of the path was found";
      case OTHER_CASE -> "name their pictures in another case";
      case OTHER_ENDING -> "name their pictures without the ending, or with another";
    };
  }

  /** What the first row without a picture is called, beside a picture, and what to do about it. */
  String hint() {
    for (int row = 0; row < found.length; row++) {
      if (why[row] != null) {
        return hint(row);
      }
    }
    return "";
  }

  private String hint(int row) {
    if (why[row] == Why.OUTSIDE) {
      return Text.format(
          "\"%s\" lies outside of that folder, where no table is followed; name one that holds it as well, by Films.table(csv).pictures(folder) or --pictures.",
          names.get(row));
    }
    List<Found> left = versions.of(row);
    if (left.size() > 1) {
      return Text.format(
          "\"%s\" fits several pictures, such as %s and %s; write the path in the table, or name the folder that is meant.",
          names.get(row), left.get(0).path(), left.get(1).path());
    }
    List<Found> all = pictures.listing().pictures();
    if (all.isEmpty()) {
      return Text.format("There is no picture at all; the table names \"%s\".", names.get(row));
    }
    return Text.format(
        "The table names \"%s\", and a picture there is called \"%s\"; write the files' names, with the folders below that one or without, and with the ending or without.",
        names.get(row), pictures.nearest(names.get(row)).path());
  }
}
