package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cxrlab.image.FilmFile;
import org.cxrlab.image.PictureForm;

/**
 * All that lies in a folder and in the folders in it, at any depth, found in one walk: the pictures
 * and tables, and an account of everything else.
 *
 * <p>Links are followed. What is reached a second time, by a link or by a folder that contains
 * itself, counts once, under the name that it has without the link.
 */
final class FolderListing {
  /**
   * In folders of up to so many files each is asked whether it is empty, a link or a folder, which
   * takes as long as listing it does; in larger ones only those that no ending tells.
   */
  private static final int MANY = 5_000;

  private static final int GLANCE = 1 << 10;

  /** A folder, and its path below the listed one: empty, or ending with "/". */
  private record Folder(Path path, String below) {}

  /** A file, and its path below the listed folder, "/" on every system. */
  static final class Found {
    private final Folder folder;
    private final String name;
    private final Path file;

    private Found(Folder folder, String name, Path file) {
      this.folder = folder;
      this.name = name;
      this.file = file;
    }

    String name() {
      return name;
    }

    /** The path of its folder below the listed one: empty, or ending with "/". */
    String below() {
      return folder.below;
    }

    String path() {
      return folder.below + name;
    }

    Path file() {
      return file;
    }
  }

  private static final Comparator<Found> BY_FOLDER =
      Comparator.comparing(Found::below).thenComparing(Found::name);

  private record Entry(String name, Path path) {}

  /** A picture of which only the name is known, with a path that is its alone. */
  static Found named(String path, Path file) {
    int name = path.lastIndexOf('/') + 1;
    return new Found(new Folder(file, path.substring(0, name)), path.substring(name), file);
  }

  /** Pictures that were found elsewhere than in a folder. */
  static FolderListing of(List<Found> pictures) {
    FolderListing listing = none(Path.of(""));
    listing.pictures.addAll(pictures);
    return listing;
  }

  private final Path root;
  private final List<Found> pictures = new ArrayList<>();
  private final List<Found> tables = new ArrayList<>();
  private final List<Found> texts = new ArrayList<>();

  /** Links to pictures that are listed by their own name, as a table may know them by the link. */
  private final List<Found> aliases = new ArrayList<>();

  /** Opens archives; null where they stay packed. */
  private Archives archives;

  private final SourceLog log = new SourceLog();

  private final Path realRoot;
  private final ArrayDeque<Folder> folders = new ArrayDeque<>();

  /** Links wait until all that is reached without them is known. */
  private final ArrayDeque<Folder> linkedFolders = new ArrayDeque<>();

  private final List<Found> linkedFiles = new ArrayList<>();
  private final Set<Path> readByLink = new HashSet<>();
  private final Set<Path> real = new HashSet<>();

  private FolderListing(Path root, Path realRoot) {
    this.root = root;
    this.realRoot = realRoot;
  }

  /**
   * Walks through a folder.
   *
   * @throws IllegalArgumentException if there is no such folder
   * @throws UncheckedIOException if it may not be read; folders in it that may not are told of
   */
  static FolderListing of(Path folder) {
    return of(folder, null);
  }

  /**
   * The same with the pictures in archives.
   *
   * @param archives is told of them; null to leave them packed
   */
  static FolderListing of(Path folder, Archives archives) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "There is no folder " + folder.toAbsolutePath() + "; check its name, or CXR_DATA.");
    }
    try {
      var listing = new FolderListing(folder, folder.toRealPath());
      listing.archives = archives;
      listing.walk();
      return listing;
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " can't be listed.", e);
    }
  }

  /** Nothing, where a folder is not there. */
  static FolderListing none(Path folder) {
    return new FolderListing(folder, folder);
  }

  private void walk() throws IOException {
    var top = new Folder(root, "");
    list(top, entries(root));
    walkFolders();
    while (!linkedFolders.isEmpty()) {
      Folder linked = linkedFolders.poll();
      if (isNew(linked)) {
        folders.add(linked);
        walkFolders();
      } else {
        log.decided("links", "lead to a folder that is read already", name(linked));
      }
    }
    linkedFiles.forEach(this::addLinked);
    pictures.sort(BY_FOLDER);
    texts.sort(BY_FOLDER);
    tables.sort(Comparator.comparing(Found::path));
  }

  private void walkFolders() {
    while (!folders.isEmpty()) {
      Folder folder = folders.poll();
      try {
        list(folder, entries(folder.path));
      } catch (AccessDeniedException e) {
        log.leftOut("folders", "may not be read; ask for the permission", name(folder));
      } catch (IOException e) {
        log.leftOut("folders", "can't be listed (" + e.getMessage() + ")", name(folder));
      }
    }
  }

  private static String name(Folder folder) {
    return folder.below.substring(0, folder.below.length() - 1);
  }

  /** Whether a linked folder lies outside of all that was read and does not contain it. */
  private boolean isNew(Folder linked) {
    try {
      Path target = linked.path.toRealPath();
      return !realRoot.startsWith(target)
          && !isListed(target)
          && readByLink.stream().noneMatch(target::startsWith)
          && readByLink.add(target);
    } catch (IOException e) {
      // Whoever lists it says what is wrong.
      return true;
    }
  }

  private static List<Entry> entries(Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        entries.add(new Entry(nameOf(path), path));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** The file's name, also where the system's encoding can't say it and would put "?" for it. */
  private static String nameOf(Path path) {
    Path last = path.getFileName();
    String name = last.toString();
    if (name.indexOf('\uFFFD') < 0) {
      return name;
    }
    String uri = path.toUri().getRawPath();
    String raw = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return URLDecoder.decode(
        raw.substring(raw.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private void list(Folder folder, List<Entry> entries) {
    boolean askEach = entries.size() <= MANY;
    for (Entry entry : entries) {
      var found = new Found(folder, entry.name, entry.path);
      FileKind kind = FileKind.of(entry.name);
      if (kind == FileKind.PICTURE && !askEach) {
        pictures.add(found);
      } else {
        ask(found, kind);
      }
    }
  }

  private void ask(Found found, FileKind kind) {
    try {
      var itself =
          Files.readAttributes(found.file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean link = itself.isSymbolicLink();
      var target = link ? Files.readAttributes(found.file, BasicFileAttributes.class) : itself;
      if (target.isDirectory()) {
        addFolder(found, link);
      } else if (!target.isRegularFile()) {
        log.leftOut("files", "are pipes or devices", found.path());
      } else if (kind == FileKind.SYSTEM) {
        log.decided("files", "are hidden or the system's own", found.path());
      } else if (target.size() == 0) {
        log.leftOut(filesLike(found), "are empty", found.path());
      } else if (link) {
        linkedFiles.add(found);
      } else {
        add(found, kind);
      }
    } catch (NoSuchFileException e) {
      log.leftOut("links", "lead nowhere", found.path());
    } catch (IOException e) {
      log.leftOut(filesLike(found), "can't be read", found.path());
    }
  }

  private static String filesLike(Found found) {
    return FileKind.isCalledPicture(found.name) ? SourceLog.UNREADABLE : "files";
  }

  private void addFolder(Found found, boolean link) {
    if (FileKind.isSystemFolder(found.name)) {
      log.decided("folders", "are hidden or the system's own", found.path());
      return;
    }
    (link ? linkedFolders : folders).add(new Folder(found.file, found.path() + "/"));
  }

  /** A linked file is one of those that are known already, or lies elsewhere. */
  private void addLinked(Found link) {
    try {
      Path target = link.file.toRealPath();
      if (isListed(target)) {
        log.decided("links", "lead to a file that is listed already", link.path());
        aliases.add(new Found(link.folder, link.name, root.resolve(realRoot.relativize(target))));
      } else if (readByLink.stream().anyMatch(target::startsWith) || !real.add(target)) {
        log.decided("links", "lead to a file that is listed already", link.path());
      } else {
        add(link, FileKind.of(link.name));
      }
    } catch (IOException e) {
      log.leftOut("links", "lead nowhere", link.path());
    }
  }

  /** Whether a real path is reached without a link: it lies in the folder, and not hidden there. */
  private boolean isListed(Path target) {
    if (!target.startsWith(realRoot)) {
      return false;
    }
    for (Path part : realRoot.relativize(target)) {
      if (FileKind.isSystemFolder(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private void add(Found found, FileKind kind) {
    switch (kind) {
      case PICTURE -> pictures.add(found);
      case TABLE -> tables.add(found);
      case TEXT -> texts.add(found);
      case SPREADSHEET ->
          log.leftOut("files", "are spreadsheets; save them as CSV to use them", found.path());
      case ARCHIVE -> addArchive(found);
      case OTHER, SYSTEM -> log.leftOut("files", "are no pictures", found.path());
      case UNKNOWN -> look(found);
    }
  }

  private void addArchive(Found found) {
    if (archives == null || !Archives.isOne(found.name)) {
      log.leftOut("files", "are packed; unpack them to use what is in them", found.path());
      return;
    }
    addArchive(archives, SharedFile.Local.of(found.file), found.path(), found.file);
  }

  /**
   * Adds the pictures of an archive.
   *
   * @param below its path in the folder; empty for one by itself
   * @param place its file, or what stands for it
   */
  void addArchive(Archives opener, SharedFile file, String below, Path place) {
    archives = opener;
    pictures.addAll(opener.list(file, below, place, log));
  }

  /** Adds a file of a storage, of which its name alone tells what it is. */
  void addStored(Archives opener, StoredFilms.StoredFile stored, Path place) {
    archives = opener;
    Found found = named(stored.below(), place.resolve(stored.below()));
    boolean picture = FileKind.of(found.name) == FileKind.PICTURE;
    if (FileKind.of(found.name) == FileKind.SYSTEM || isInSystemFolder(found)) {
      log.decided("files", "are hidden or the system's own", found.path());
    } else if (stored.picture().size() == 0) {
      log.leftOut(filesLike(found), "are empty", found.path());
    } else if (picture) {
      opener.add(found.file, stored.picture());
      pictures.add(found);
    } else if (Archives.isOne(found.name)) {
      addArchive(opener, stored.file(), found.path(), found.file);
    } else {
      log.leftOut(filesLike(found), "are not called as PNG, JPEG or DICOM are", found.path());
    }
  }

  /** Such as HDFS's folder for what was deleted. */
  private static boolean isInSystemFolder(Found found) {
    return Arrays.stream(found.below().split("/", -1)).anyMatch(FileKind::isSystemFolder);
  }

  /** No ending tells, so the first bytes do. */
  private void look(Found found) {
    if (isFilm(found)) {
      pictures.add(found);
    }
  }

  /** Whether a file's first bytes are those of a film; if not, the account says so. */
  private boolean isFilm(Found found) {
    Optional<String> why = FilmFile.notAFilm(found.file);
    if (why.isEmpty()) {
      return true;
    }
    if (isText(found)) {
      texts.add(found);
      return false;
    }
    boolean picture = PictureForm.of(found.file).filter(form -> !form.readable()).isPresent();
    log.leftOut(picture ? SourceLog.UNREADABLE : "files", why.get(), found.path());
    return false;
  }

  /**
   * The pictures without those DICOM files that hold none, such as reports. Each DICOM file is
   * opened for it, where no table says which are films.
   */
  List<Found> films() {
    return pictures.stream()
        .filter(
            picture ->
                !FileKind.isCalledDicom(picture.name)
                    || archives != null && archives.has(picture.file)
                    || isFilm(picture))
        .toList();
  }

  private static boolean isText(Found found) {
    try (InputStream in = Files.newInputStream(found.file)) {
      return isText(in.readNBytes(GLANCE));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isText(byte[] start) {
    for (byte b : start) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    return true;
  }

  Path root() {
    return root;
  }

  /** By folder, then by name. */
  List<Found> pictures() {
    return pictures;
  }

  /** By path. */
  List<Found> tables() {
    return tables;
  }

  /** Links, each with the file of the picture that it leads to. */
  List<Found> aliases() {
    return aliases;
  }

  /** By folder, then by name. */
  List<Found> texts() {
    return texts;
  }

  /** Texts that may be a table, though they are called .txt, .dat or nothing that tells. */
  Stream<Found> maybeTables() {
    return texts.stream()
        .filter(
            text -> FileKind.of(text.name) == FileKind.UNKNOWN || FileKind.isPlainText(text.name));
  }

  /** What became of everything that is neither a picture nor a table. */
  Source passedOver() {
    return passedOver(Set.of());
  }

  /** The same, but for texts that were taken for tables. */
  Source passedOver(Set<Found> taken) {
    var all = new SourceLog();
    texts.stream()
        .filter(text -> !taken.contains(text))
        .forEach(text -> all.leftOut("files", "are text", text.path()));
    all.addAll(others());
    return all.source();
  }

  /** What became of everything that is neither a picture nor a table nor a text. */
  Source others() {
    return log.source();
  }
}
