package org.cxrlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cxrlab.data.FolderListing.Found;
import org.cxrlab.figure.Text;

/**
 * What lies in a folder of films, found by looking into it: tables by their headers, pictures by
 * their endings or their first bytes.
 *
 * <p>Of several tables the one is taken whose rows have the most pictures, one with labels before
 * those without; those in folders further down are asked only where none further up names a
 * picture.
 */
final class DataFolder {
  /** So many texts are looked into where there is no table. */
  private static final int MOST_TEXTS = 20;

  private final Path folder;
  private final Pictures pictures;
  private final List<Found> tables = new ArrayList<>();

  /** What the columns of tables were taken for, which takes a look at all rows. */
  private final Map<Found, FilmTable> looked = new HashMap<>();

  private final List<Found> boxes = new ArrayList<>();

  /** Lists of boxes by the names of their columns, which may be all that tells of the films. */
  private final List<Found> maybeBoxes = new ArrayList<>();

  /** Tables by their first lines, though their names say nothing of it. */
  private final Set<Found> texts = new HashSet<>();

  private final SourceLog log = new SourceLog();

  private DataFolder(Path folder, Pictures pictures) {
    this.folder = folder;
    this.pictures = pictures;
  }

  /**
   * Looks into a folder.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  static DataFolder of(Path folder) {
    return of(folder, null);
  }

  /** What was listed elsewhere than in a folder: pictures alone. */
  static DataFolder of(FolderListing listing, Path place) {
    return new DataFolder(place, Pictures.of(listing));
  }

  /**
   * The same with pictures in archives.
   *
   * @param archives is told of them; null to leave them packed
   */
  static DataFolder of(Path folder, Archives archives) {
    var found = new DataFolder(folder, Pictures.of(FolderListing.of(folder, archives)));
    found.pictures.listing().tables().forEach(found::addTable);
    if (found.tables.isEmpty() && found.maybeBoxes.isEmpty()) {
      found.pictures.listing().maybeTables().limit(MOST_TEXTS).forEach(found::addText);
    }
    if (found.tables.isEmpty()) {
      found.tables.addAll(found.maybeBoxes);
    } else {
      found.boxes.addAll(found.maybeBoxes);
    }
    return found;
  }

  /** Takes a file that its name calls a text, or nothing, for the table that it is. */
  private void addText(Found text) {
    try {
      FilmTable table = look(text);
      if (table.isOfFilms() && table.isSeparated()) {
        tables.add(text);
        texts.add(text);
        log.decided("tables", "are not called so, but begin with a header of films", text.path());
      }
    } catch (TableException | UncheckedIOException e) {
      // It is a text then, which the listing tells.
      texts.remove(text);
    }
  }

  private FilmTable look(Found table) {
    return looked.computeIfAbsent(table, t -> FilmTable.of(t.file()));
  }

  private void addTable(Found table) {
    try (var csv = CsvReader.open(table.file())) {
      // Adjudicated labels stand in NIH's own columns; they are asked for by name.
      boolean adjudicated = TableColumns.isAdjudicated(csv.header());
      if (BoxList.fits(csv.header())) {
        (BoxList.isNih(csv.header()) ? boxes : maybeBoxes).add(table);
      } else if (adjudicated) {
        log.leftOut(
            "tables", "have adjudicated labels; Films.adjudicated reads them", table.path());
      } else {
        addIfOfFilms(table);
      }
    } catch (TableException | UncheckedIOException e) {
      log.leftOut("tables", "can't be read", said(table, e));
    } catch (IOException e) {
      log.leftOut("tables", "can't be read", table.path());
    }
  }

  private void addIfOfFilms(Found table) throws IOException {
    FilmTable seen = look(table);
    if (seen.isOfFilms()) {
      tables.add(table);
    } else if (table.name().toLowerCase(Locale.ROOT).endsWith(".gz")
        && !TableText.isPacked(table.file())) {
      log.leftOut("tables", "are called .gz, but can't be unpacked", table.path());
    } else {
      log.leftOut(
          "tables",
          "are no tables of films: " + seen.whyNotOfFilms(),
          Text.format("%s: %s", table.path(), seen.headerInWords()));
    }
  }

  /** What is wrong with a table, named as it lies in the folder. */
  private static String said(Found table, RuntimeException e) {
    String words = e.getMessage().replace(table.file().toString(), table.path());
    return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
  }

  /** The films with a picture. */
  Films films() {
    if (tables.isEmpty()) {
      return unlabelled();
    }
    Choice best = choose();
    best.rows.tell(best.name(), log);
    Films films = withBoxes(RowBoxesInFilms.of(best.films(), log));
    int left = best.all.size() - films.size();
    String about =
        Text.format("Read from %s, pictures from %s.", best.name(), where(best.rows.folder()))
            + boxesInWords()
            + (left == 0
                ? ""
                : Text.format(
                    " %,d of %,d rows have no picture there and were left out.",
                    left, best.all.size()));
    log.used("pictures", films.size(), "are named by " + best.name());
    log.addAll(films.source());
    log.addAll(pictures.listing().passedOver(texts));
    return films.from(about, left == 0 ? null : best.whole()).from(log.source());
  }

  /**
   * The table whose rows have the most pictures, the first of several by name.
   *
   * @throws TableException if none can be read
   * @throws IllegalArgumentException if none names a picture
   */
  private Choice choose() {
    List<Choice> read = new ArrayList<>();
    List<Found> asked = new ArrayList<>();
    List<TableException> broken = new ArrayList<>();
    for (List<Found> level : byDepth()) {
      List<Choice> choices = new ArrayList<>();
      for (Found table : level) {
        asked.add(table);
        try {
          choices.add(Choice.of(table, look(table), pictures));
        } catch (TableException e) {
          broken.add(e);
          log.leftOut("tables", "can't be read", said(table, e));
        }
      }
      Optional<Choice> best =
          choices.stream()
              .filter(choice -> choice.count > 0)
              .max(
                  Comparator.comparing(Choice::isLabelled)
                      .thenComparing(Choice::patients)
                      .thenComparingInt(Choice::count));
      read.addAll(choices);
      if (best.isPresent()) {
        tellOthers(best.get(), read, asked);
        return best.get();
      }
    }
    if (read.isEmpty()) {
      throw broken.get(0);
    }
    throw new IllegalArgumentException(
        Text.format(
            "%s has tables (%s) but no picture that they name. %s",
            folder, names(tables), read.get(0).rows.hint()));
  }

  /** Those in the folder itself, then those in the folders of it, and so on. */
  private Collection<List<Found>> byDepth() {
    return tables.stream()
        .collect(
            Collectors.groupingBy(
                table -> table.below().split("/").length + Math.min(1, table.below().length()),
                TreeMap::new,
                Collectors.toList()))
        .values();
  }

  private void tellOthers(Choice best, List<Choice> read, List<Found> asked) {
    read.stream()
        .filter(other -> other != best)
        .forEach(
            other ->
                log.leftOut(
                    "tables",
                    whyNot(other, best),
                    Text.format("%s: %,d", other.table.path(), other.count)));
    tables.stream()
        .filter(table -> !asked.contains(table))
        .forEach(
            table ->
                log.leftOut(
                    "tables",
                    "lie deeper than " + best.name() + ", which was taken",
                    table.path()));
  }

  private static String whyNot(Choice other, Choice best) {
    if (best.isLabelled() && !other.isLabelled()) {
      return "have no labels, as " + best.name() + " has, which was taken";
    }
    if (other.count > 0
        && other.all.labels().equals(best.all.labels())
        && Collections.disjoint(other.rows.used(), best.rows.used())) {
      return Text.format(
          "have other films than %s, which was taken; Films.together(Films.table(a).films(),"
              + " Films.table(b).films()) takes both",
          best.name());
    }
    return best.patients && !other.patients
        ? "tell no patients, as " + best.name() + " does, which was taken"
        : "have no more pictures than " + best.name() + ", which was taken";
  }

  private Films withBoxes(Films films) {
    Films with = films;
    for (Found list : List.copyOf(boxes)) {
      try {
        BoxList read = BoxList.read(list.file());
        with = read.addTo(with, read.ownFrame());
        log.used("lists of boxes", 1, "were read");
      } catch (TableException e) {
        boxes.remove(list);
        log.leftOut("tables", "can't be read", said(list, e));
      }
    }
    return with;
  }

  private String boxesInWords() {
    return boxes.isEmpty() ? "" : Text.format(" Boxes from %s.", names(boxes));
  }

  private String where(String below) {
    return below.isEmpty()
        ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
        : below.substring(0, below.length() - 1);
  }

  private static String names(List<Found> files) {
    return files.stream().map(Found::name).collect(Collectors.joining(", "));
  }

  /** All pictures of a folder, without labels; no table is read. */
  static Films unlabelled(Path folder) {
    var found = new DataFolder(folder, Pictures.below(folder));
    found
        .pictures
        .listing()
        .tables()
        .forEach(
            table ->
                found.log.decided("tables", "were not asked for, only pictures", table.path()));
    return found.unlabelled();
  }

  private Films unlabelled() {
    List<Found> films = pictures.listing().films();
    boxes.forEach(
        list -> log.leftOut("tables", "have boxes, but there is no table of films", list.path()));
    log.used("pictures", films.size(), "of the folder");
    log.addAll(pictures.listing().passedOver());
    if (films.isEmpty()) {
      String there = log.source().summary();
      throw new IllegalArgumentException(
          Text.format(
              "There is no PNG, JPEG or DICOM file in %s; name the folder that holds the films.%s",
              folder.toAbsolutePath(), there.isEmpty() ? "" : " Left out: " + there + "."));
    }
    var labels = Labels.of();
    List<String> names = Pictures.names(films);
    List<Film> all =
        IntStream.range(0, films.size())
            .mapToObj(
                i -> Film.of(names.get(i), films.get(i).file(), names.get(i), labels, List.of()))
            .sorted(Comparator.comparing(Film::image))
            .toList();
    return new Films(where(""), labels, all)
        .from("Pictures of a folder, without labels; each counts as a patient of its own.", null)
        .from(log.source());
  }

  /** A table, its films, and the pictures that its rows mean. */
  private record Choice(Found table, boolean patients, Films all, RowPictures rows, int count) {
    static Choice of(Found table, FilmTable looked, Pictures pictures) {
      Pictures named = pictures.namedBy(table.file());
      Films all = looked.read(named);
      var rows = RowPictures.of(all.stream().map(Film::image).toList(), named);
      return new Choice(table, looked.tellsPatients(), all, rows, rows.count());
    }

    String name() {
      return table.name();
    }

    boolean isLabelled() {
      return all.labels().size() > 0;
    }

    /** Those with a picture. */
    Films films() {
      List<Film> found = new ArrayList<>(count);
      for (int row = 0; row < all.size(); row++) {
        if (rows.file(row).isPresent()) {
          found.add(rows.placed(all.get(row), row));
        }
      }
      return new Films(all.name(), all.labels(), found).from(all.source());
    }

    /** All rows, with their pictures where they have one. */
    Films whole() {
      return rows.placed(new Films(all.name(), all.labels(), all.list()));
    }
  }
}
