package org.cxrlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The folder of a public data set while it is read: its tables by name, its pictures by the end of
 * their path, and what became of every file. It is listed once, when first a picture is asked for.
 */
final class SetFolder {
  private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "dcm", "dicom");

  private static final Pattern TEST =
      Pattern.compile("(^|[^a-z])test([^a-z]|$)", Pattern.CASE_INSENSITIVE);

  private final Path opened;
  private final Path root;
  private final SourceLog log = new SourceLog();
  private final Set<Path> used = new HashSet<>();
  private final List<Path> pictures = new ArrayList<>();
  private final List<Path> others = new ArrayList<>();
  private Map<String, List<Path>> byEnd;
  private boolean listed;
  private int parts;

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
    found.ifPresent(used::add);
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
    for (String name : names) {
      for (String ending : List.of("", ".gz")) {
        Path file = folder.resolve(name + ending);
        if (Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The picture whose path ends with the last parts of this path, whatever kind of picture it is:
   * sets are passed on in other sizes and as other files. Of several, that which agrees with more
   * of the path. It counts as used.
   *
   * @param path as the table has it, with slashes
   * @param parts how many parts of it tell films apart, the same for each film of a set
   */
  Optional<Path> picture(String path, int parts) {
    if (byEnd == null) {
      this.parts = parts;
      byEnd = new HashMap<>();
      list();
      pictures.forEach(
          file -> byEnd.computeIfAbsent(end(slashes(file)), e -> new ArrayList<>(1)).add(file));
    }
    Optional<Path> found =
        byEnd.getOrDefault(end(path), List.of()).stream()
            .max(Comparator.comparingInt(file -> agreement(slashes(file), path)));
    found.ifPresent(used::add);
    return found;
  }

  /** The pictures that were listed, sorted by path. */
  List<Path> pictures() {
    list();
    return pictures;
  }

  /** The files that are no pictures, sorted by path. */
  List<Path> others() {
    list();
    return others;
  }

  /** Counts a file as used. */
  void use(Path file) {
    used.add(file);
  }

  /** Tells why a file is not among the films. */
  void leaveOut(Path file, String what, String why) {
    used.add(file);
    log.leftOut(what, why, below(file));
  }

  /** Tells of the pictures that nobody asked for in folders named test: they have no labels. */
  void leaveTestPart() {
    list();
    for (Path file : pictures) {
      Path parent = opened.relativize(file).getParent();
      if (!used.contains(file) && parent != null && TEST.matcher(parent.toString()).find()) {
        leaveOut(file, "pictures of the test part", "have no labels; Films.folder(...) opens them");
      }
    }
  }

  /** The last parts of a path, without the ending. */
  private String end(String path) {
    String plain = path.substring(0, path.length() - ending(path));
    int from = plain.length();
    for (int i = 0; i < parts && from >= 0; i++) {
      from = plain.lastIndexOf('/', from - 1);
    }
    return plain.substring(from + 1);
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

  /** A path with slashes, on any system. */
  private String slashes(Path file) {
    return file.toString().replace('\\', '/');
  }

  private void list() {
    if (listed) {
      return;
    }
    listed = true;
    try {
      Files.walkFileTree(
          opened,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              (isPicture(file) ? pictures : others).add(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
              log.leftOut("files and folders", "can't be looked at", below(file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + opened + " can't be listed.", e);
    }
    pictures.sort(Comparator.naturalOrder());
    others.sort(Comparator.naturalOrder());
  }

  /** Whether it is one by its ending. */
  static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && ending(name) > 0;
  }

  /** How many characters at the end of a name say that it is a picture's. */
  private static int ending(String name) {
    int dot = name.lastIndexOf('.');
    boolean isPicture =
        dot >= 0 && PICTURES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    return isPicture ? name.length() - dot : 0;
  }

  /** Tells of all files that nobody asked for. */
  void tellUnused() {
    list();
    pictures.stream()
        .filter(file -> !used.contains(file))
        .forEach(
            file ->
                log.leftOut("pictures", "are named by no row, or are a second copy", below(file)));
    others.stream()
        .filter(file -> !used.contains(file))
        .forEach(file -> log.leftOut("other files", "hold nothing that is read", below(file)));
  }

  private String below(Path file) {
    return slashes(opened.relativize(file));
  }
}
