package org.cxrlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cxrlab.data.FolderListing.Found;

/**
 * The folder of a public data set while it is read: its tables by name, its pictures by the end of
 * their path, and what became of every file. It is listed once, when first a picture is asked for.
 */
final class SetFolder {
  private static final Pattern TEST =
      Pattern.compile("(^|[^a-z])test([^a-z]|$)", Pattern.CASE_INSENSITIVE);

  private final Path opened;
  private final Path root;
  private final SourceLog log = new SourceLog();
  private final Set<Path> tables = new HashSet<>();
  private final Set<Path> used = new HashSet<>();
  private FolderListing listing;
  private Map<String, List<Found>> byEnd;

  /** Pictures with an ending that is none of a picture, by their end without it. */
  private final Map<String, List<Found>> oddly = new HashMap<>();

  /**
   * @param opened the folder that was asked for
   * @param root where the set lies, the same or one in it
   */
  SetFolder(Path opened, Path root) {
    this.opened = opened;
    this.root = root;
  }

  /** Where the set lies. */
  Path root() {
    return root;
  }

  /** What becomes of each file and row. */
  SourceLog log() {
    return log;
  }

  /**
   * The first of these tables that is there, gzipped or not; it counts as used.
   *
   * @param names below the root, as "annotations/annotations_train.csv"
   */
  Optional<Path> table(String... names) {
    Optional<Path> found = find(root, names);
    found.map(SetFolder::real).ifPresent(tables::add);
    return found;
  }

  /**
   * The first of these tables that is there, gzipped or not.
   *
   * @throws TableException if none is
   */
  Path needed(String... names) {
    return table(names).orElseThrow(missing(names));
  }

  private Supplier<TableException> missing(String... names) {
    return () ->
        new TableException(
            "There is no table " + String.join(" or ", names) + " in " + root + "; put it there.");
  }

  /** The first of these files that is there, with the ending .gz or without. */
  static Optional<Path> find(Path folder, String... names) {
    return Stream.of(names)
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** A file or folder by the one name that it has without links. */
  static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      // Whoever reads it says what is wrong.
      return file;
    }
  }

  /**
   * The picture whose path ends with the last parts of this path, whatever kind of picture it is:
   * sets are passed on in other sizes and as other files. Of several, that which agrees with more
   * of the path. It counts as used.
   *
   * @param path as the table has it
   * @param parts how many parts of it tell films apart, the same for each film of a set
   */
  Optional<Path> picture(String path, int parts) {
    if (byEnd == null) {
      byEnd = new HashMap<>();
      pictures().forEach(picture -> addByEnd(picture, parts));
      listing().aliases().forEach(link -> addByEnd(link, parts));
    }
    String written = Pictures.path(path);
    String stem = FileKind.stem(written);
    String end = end(stem, parts);
    Optional<Found> found =
        byEnd.getOrDefault(end, List.of()).stream()
            .max(
                Comparator.<Found>comparingInt(one -> agreement(FileKind.stem(one.path()), stem))
                    .thenComparingInt(one -> agreement(one.path(), written)))
            .or(() -> only(oddly.getOrDefault(end, List.of())));
    found.ifPresent(this::use);
    return found.map(Found::file);
  }

  private static Optional<Found> only(List<Found> some) {
    return some.size() == 1 ? Optional.of(some.get(0)) : Optional.empty();
  }

  private void addByEnd(Found picture, int parts) {
    String path = Pictures.path(picture.path());
    String stem = FileKind.stem(path);
    byEnd.computeIfAbsent(end(stem, parts), e -> new ArrayList<>(1)).add(picture);
    String bare = stem.equals(path) ? FileKind.bare(path) : stem;
    if (!bare.equals(stem)) {
      oddly.computeIfAbsent(end(bare, parts), e -> new ArrayList<>(1)).add(picture);
    }
  }

  private FolderListing listing() {
    if (listing == null) {
      listing = FolderListing.of(opened);
    }
    return listing;
  }

  /** The pictures that were listed, by folder, then by name. */
  List<Found> pictures() {
    return listing().pictures();
  }

  /** The files that are neither pictures nor tables but texts, by folder, then by name. */
  List<Found> texts() {
    return listing().texts();
  }

  /** Counts a file as used. */
  void use(Found file) {
    used.add(file.file());
  }

  /** Tells why a file is not among the films. */
  void leaveOut(Found file, String what, String why) {
    use(file);
    log.leftOut(what, why, file.path());
  }

  /** Tells of the pictures that nobody asked for in folders named test: they have no labels. */
  void leaveTestPart() {
    unused(pictures())
        .filter(picture -> TEST.matcher(picture.below()).find())
        .forEach(
            picture ->
                leaveOut(
                    picture,
                    "pictures of the test part",
                    "have no labels; Films.folder(...) opens them"));
  }

  /** The last parts of a path. */
  private static String end(String path, int parts) {
    int from = path.length();
    for (int i = 0; i < parts && from >= 0; i++) {
      from = path.lastIndexOf('/', from - 1);
    }
    return path.substring(from + 1);
  }

  /** How many characters at the end are the same. */
  private static int agreement(String a, String b) {
    int same = 0;
    while (same < Math.min(a.length(), b.length())
        && a.charAt(a.length() - 1 - same) == b.charAt(b.length() - 1 - same)) {
      same++;
    }
    return same;
  }

  private Stream<Found> unused(List<Found> files) {
    return files.stream().filter(file -> !used.contains(file.file()));
  }

  /** Tells of all files that nobody asked for. */
  void tellUnused() {
    unused(pictures())
        .forEach(
            picture ->
                log.leftOut(
                    "pictures", "are named by no row, or are a second copy", picture.path()));
    Stream.concat(
            listing().tables().stream().filter(table -> !tables.contains(real(table.file()))),
            unused(texts()))
        .forEach(file -> log.leftOut("other files", "hold nothing that is read", file.path()));
    log.addAll(listing().others());
  }
}
