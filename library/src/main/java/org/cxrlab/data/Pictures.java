package org.cxrlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The picture files of a folder and of the folders in it, by name. NIH publishes its films in
 * folders such as images_001/images. Folders are listed once; no file is asked about by itself.
 */
final class Pictures {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".dcm");

  /** Pictures may lie this many folders below the one that was named. */
  private static final int DEPTH = 2;

  private final Path folder;
  private final Map<String, Path> files;

  private Pictures(Path folder, Map<String, Path> files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * The pictures in a folder and in folders up to two levels below.
   *
   * @throws IllegalArgumentException if there is no such folder
   */
  static Pictures below(Path folder) {
    return list(folder, DEPTH);
  }

  /** The pictures in the folder itself. */
  static Pictures in(Path folder) {
    return list(folder, 0);
  }

  /**
   * The pictures of several folders as one, unless two of them have a picture of the same name:
   * then they are not parts of one set but the same films in several sizes.
   */
  static Optional<Pictures> union(Path folder, List<Pictures> parts) {
    Map<String, Path> files = new HashMap<>();
    parts.forEach(part -> files.putAll(part.files));
    boolean disjoint = files.size() == parts.stream().mapToInt(part -> part.files.size()).sum();
    return disjoint ? Optional.of(new Pictures(folder, files)) : Optional.empty();
  }

  /** The pictures in the folder of a table. */
  static Pictures beside(Path table) {
    Path parent = table.toAbsolutePath().getParent();
    return parent != null && Files.isDirectory(parent)
        ? below(parent)
        : new Pictures(table, Map.of());
  }

  private static Pictures list(Path folder, int depth) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "There is no folder " + folder.toAbsolutePath() + "; check its name.");
    }
    Map<String, Path> files = new HashMap<>();
    collect(folder, depth, files);
    return new Pictures(folder, files);
  }

  private static void collect(Path folder, int depth, Map<String, Path> files) {
    var folders = new TreeSet<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (isPicture(name)) {
          files.putIfAbsent(name, entry);
        } else if (depth > 0 && name.indexOf('.') < 0 && Files.isDirectory(entry)) {
          folders.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
    }
    for (Path inner : folders) {
      collect(inner, depth - 1, files);
    }
  }

  private static boolean isPicture(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith) && !lower.startsWith(".");
  }

  /** Where the picture of this name lies, or where it would be expected. */
  Path file(String image) {
    Path file = files.get(image);
    return file == null ? folder.resolve(image) : file;
  }

  boolean contains(String image) {
    return files.containsKey(image);
  }

  /** The folder that was listed. */
  Path folder() {
    return folder;
  }

  /** The names of all pictures, sorted. */
  List<String> names() {
    return files.keySet().stream().sorted().toList();
  }

  boolean isEmpty() {
    return files.isEmpty();
  }
}
