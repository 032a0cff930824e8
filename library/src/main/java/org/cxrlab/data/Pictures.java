package org.cxrlab.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cxrlab.data.FolderListing.Found;

/**
 * The pictures in a folder and in the folders in it, at any depth, to be found by the name that a
 * table gives them.
 *
 * <p>A table may write the path from the folder, from its own place or from the root of another
 * computer, a part of it or the file's name alone, with "/" or with a backslash, in any case, with
 * the ending or without. A name that fits several files equally well fits none.
 */
final class Pictures {
  /** How a name fits a picture, the surest first. */
  enum Fit {
    /** It is the picture's path, or the end of it. */
    AS_WRITTEN,
    /** It goes on before the picture's path, as that of another computer does. */
    WITH_MORE_FOLDERS,
    OTHER_CASE,
    OTHER_ENDING
  }

  /** The pictures that a name fits equally well. */
  record Match(Fit fit, List<Found> pictures) {}

  private final FolderListing listing;

  /** Of the table, below the folder: empty, or ending with "/"; null if it lies elsewhere. */
  private final String tableFolder;

  private final Path table;
  private final Map<String, Found> byName;

  /** Names that stand in several folders. */
  private final Map<String, List<Found>> several;

  /** By name without case and ending; made when it is first asked for. */
  private Map<String, List<Found>> loosely;

  private Pictures(
      FolderListing listing,
      Path table,
      Map<String, Found> byName,
      Map<String, List<Found>> several,
      Map<String, List<Found>> loosely) {
    this.listing = listing;
    this.table = table;
    this.tableFolder = table == null ? "" : folderOf(table, listing.root());
    this.byName = byName;
    this.several = several;
    this.loosely = loosely;
  }

  /**
   * The pictures in a folder and in those in it.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  static Pictures below(Path folder) {
    return of(FolderListing.of(folder));
  }

  static Pictures of(FolderListing listing) {
    Map<String, Found> byName = new HashMap<>(listing.pictures().size() * 4 / 3 + 1);
    Map<String, List<Found>> several = new HashMap<>();
    for (List<Found> some : List.of(listing.pictures(), listing.aliases())) {
      for (Found picture : some) {
        String name = lastOf(plain(picture.name()));
        Found earlier = byName.putIfAbsent(name, picture);
        if (earlier != null) {
          several.computeIfAbsent(name, n -> new ArrayList<>(List.of(earlier))).add(picture);
        }
      }
    }
    return new Pictures(listing, null, byName, several, null);
  }

  /** Names by which another table knows pictures; the file of each is its place among them. */
  static Pictures named(List<String> names) {
    List<Found> pictures = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      pictures.add(FolderListing.named(path(names.get(i)), Path.of(Integer.toString(i))));
    }
    return of(FolderListing.of(pictures));
  }

  /** The pictures in the folder of a table, and in those in it. */
  static Pictures beside(Path table) {
    Path parent = table.toAbsolutePath().getParent();
    return parent != null && Files.isDirectory(parent)
        ? below(parent).namedBy(table)
        : of(FolderListing.none(table));
  }

  /** The same pictures; a path in this table may begin at the table's place. */
  Pictures namedBy(Path newTable) {
    return new Pictures(listing, newTable, byName, several, loosely);
  }

  private static String folderOf(Path table, Path root) {
    Path folder = table.toAbsolutePath().normalize().getParent();
    Path top = root.toAbsolutePath().normalize();
    if (folder == null || !folder.startsWith(top)) {
      return null;
    }
    String below = plain(top.relativize(folder).toString());
    return below.isEmpty() ? "" : below + "/";
  }

  /**
   * The file that a table means by a name; empty where there is none, and where several fit it
   * equally well.
   */
  Optional<Path> find(String name) {
    return match(name).filter(m -> m.pictures.size() == 1).map(m -> m.pictures.get(0).file());
  }

  /** All pictures, by folder, then by name. */
  List<Path> all() {
    return listing.pictures().stream().map(Found::file).toList();
  }

  /** What was listed, with what is no picture. */
  FolderListing listing() {
    return listing;
  }

  boolean contains(String image) {
    return find(image).isPresent();
  }

  /** The folder that was listed. */
  Path folder() {
    return listing.root();
  }

  boolean isEmpty() {
    return listing.pictures().isEmpty();
  }

  /** Where the picture of this name would lie in the folder itself. */
  Path expected(String image) {
    try {
      return folder().resolve(image);
    } catch (InvalidPathException e) {
      // What no file of this system can be called is not there.
      return folder().resolve(image.replaceAll("[^A-Za-z0-9._ -]", "_"));
    }
  }

  /**
   * Whether a table writes the path of a file that is there, but not in the folder. A table may
   * come from strangers, so where it leads out of its folder it is not followed.
   */
  boolean isOutside(String name) {
    if (table == null || name.indexOf('/') < 0 && name.indexOf('\\') < 0) {
      return false;
    }
    try {
      return Files.isRegularFile(table.resolveSibling(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The pictures that a name fits best; empty where none fits it. */
  Optional<Match> match(String name) {
    // Most tables write the file's name, and most folders have it once.
    Found only = byName.get(name);
    if (only != null && !several.containsKey(name)) {
      return Optional.of(new Match(Fit.AS_WRITTEN, List.of(only)));
    }
    // And most rows of a whole table have none, where only some of its films lie.
    String plain = plain(name);
    if (only == null && plain.indexOf('/') < 0 && !loosely().containsKey(key(plain))) {
      return Optional.empty();
    }
    String written = path(name);
    String last = lastOf(written);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    List<Found> same = named(last);
    Optional<Match> here = best(same, fromTop(written, name), Fit.AS_WRITTEN, false, false);
    if (here.isPresent() || isOutside(name)) {
      return here;
    }
    return best(same, written, Fit.WITH_MORE_FOLDERS, false, false)
        .or(() -> loosely(written, last));
  }

  /** An absolute path without the folder, if it begins with it. */
  private String fromTop(String written, String name) {
    boolean absolute = name.startsWith("/") || name.startsWith(":", 1);
    if (!absolute) {
      return written;
    }
    String top = path(folder().toAbsolutePath().normalize().toString()) + "/";
    return written.startsWith(top) ? written.substring(top.length()) : written;
  }

  private List<Found> named(String last) {
    List<Found> all = several.get(last);
    if (all != null) {
      return all;
    }
    Found one = byName.get(last);
    return one == null ? List.of() : List.of(one);
  }

  /** A picture to show beside a name that fits none: one with the same name elsewhere, or any. */
  Found nearest(String name) {
    List<Found> alike = loosely().getOrDefault(key(lastOf(path(name))), List.of());
    return alike.isEmpty() ? listing.pictures().get(0) : alike.get(0);
  }

  private Optional<Match> loosely(String written, String last) {
    List<Found> alike = loosely().getOrDefault(key(last), List.of());
    if (alike.isEmpty()) {
      return Optional.empty();
    }
    return best(alike, written, Fit.OTHER_CASE, true, false)
        .or(() -> best(alike, written, Fit.OTHER_ENDING, false, true))
        .or(() -> best(alike, written, Fit.OTHER_ENDING, true, true));
  }

  private Map<String, List<Found>> loosely() {
    if (loosely == null) {
      Map<String, List<Found>> made = new HashMap<>();
      for (Found picture : listing.pictures()) {
        made.computeIfAbsent(key(lastOf(plain(picture.name()))), k -> new ArrayList<>(1))
            .add(picture);
      }
      loosely = made;
    }
    return loosely;
  }

  private static String key(String name) {
    return FileKind.stem(name.strip()).strip().toLowerCase(Locale.ROOT);
  }

  /** The name of a file as it is compared loosely: without folders, case and ending. */
  static String looseName(String written) {
    return key(lastOf(path(written)));
  }

  /** A path as it is compared loosely: without case and ending. */
  static String loosePath(String written) {
    return FileKind.stem(path(written)).toLowerCase(Locale.ROOT);
  }

  /** Those of some pictures that a name fits in this way. */
  private Optional<Match> best(
      List<Found> pictures, String written, Fit fit, boolean anyCase, boolean anyEnding) {
    if (pictures.isEmpty()) {
      return Optional.empty();
    }
    String name = comparable(written, anyCase, anyEnding);
    int most = 0;
    List<Found> found = new ArrayList<>();
    for (Found picture : pictures) {
      int rank = rank(name, comparable(plain(picture.path()), anyCase, anyEnding), fit);
      if (rank > most) {
        found.clear();
        most = rank;
      }
      if (rank == most && rank > 0 && !has(found, picture)) {
        found.add(picture);
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(new Match(fit, found));
  }

  /** Whether the same file is among them already, under the name of a link. */
  private static boolean has(List<Found> found, Found picture) {
    return found.stream().anyMatch(other -> other.file().equals(picture.file()));
  }

  private static String comparable(String path, boolean anyCase, boolean anyEnding) {
    if (!anyCase) {
      return anyEnding ? FileKind.stem(path) : path;
    }
    // Nor do blanks count around the file's name, which cells are read without.
    int last = path.lastIndexOf('/') + 1;
    String name = path.substring(last).strip();
    String one = path.substring(0, last) + (anyEnding ? FileKind.stem(name).strip() : name);
    return one.toLowerCase(Locale.ROOT);
  }

  /** How well a written path fits that of a picture; 0 if it doesn't. */
  private int rank(String written, String path, Fit fit) {
    if (fit != Fit.WITH_MORE_FOLDERS) {
      if (tableFolder != null && path.equals(joined(tableFolder, written))) {
        return Integer.MAX_VALUE;
      }
      if (path.equals(written)) {
        return Integer.MAX_VALUE - 1;
      }
      if (endsWith(path, written)) {
        return Integer.MAX_VALUE - 2;
      }
      if (fit == Fit.AS_WRITTEN) {
        return 0;
      }
    }
    // The longer the common part, the surer.
    int whole = endsWith(written, path) ? path.length() : 0;
    String fromTable =
        tableFolder != null && !tableFolder.isEmpty() && path.startsWith(tableFolder)
            ? path.substring(tableFolder.length())
            : path;
    return Math.max(whole, endsWith(written, fromTable) ? fromTable.length() : 0);
  }

  /** Whether the last folders and the name of a path are those of another. */
  private static boolean endsWith(String path, String end) {
    return path.endsWith(end)
        && (path.length() == end.length() || path.charAt(path.length() - end.length() - 1) == '/');
  }

  private static String joined(String folder, String written) {
    if (!written.startsWith("../")) {
      return folder + written;
    }
    String left = written;
    String at = folder;
    while (left.startsWith("../") && !at.isEmpty()) {
      left = left.substring(3);
      at = at.substring(0, at.lastIndexOf('/', at.length() - 2) + 1);
    }
    return at + left;
  }

  /** A path as a table writes it: with "/", without "." and without a root. */
  static String path(String written) {
    String path = plain(written.strip());
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    return path.contains("//") || path.contains("/./") ? path.replaceAll("/(\\./|/)+", "/") : path;
  }

  /** One form of letters with accents, and "/" between folders. */
  private static String plain(String path) {
    // Nearly all are plain as they stand.
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) > '~' || path.charAt(i) == '\\') {
        return Normalizer.normalize(path, Normalizer.Form.NFC).replace('\\', '/');
      }
    }
    return path;
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * What each of some pictures is called where no table names it, in their order: its file's name,
   * or, if two have the same but for their case, all by their path in the folder.
   */
  static List<String> names(List<Found> pictures) {
    Set<String> names = new HashSet<>(pictures.size() * 4 / 3 + 1);
    boolean unique =
        pictures.stream()
            .allMatch(picture -> names.add(plain(picture.name()).toLowerCase(Locale.ROOT)));
    return pictures.stream().map(unique ? Found::name : Found::path).toList();
  }
}
