package org.cxrlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.cxrlab.data.FolderListing.Found;
import org.cxrlab.figure.Text;
import org.cxrlab.image.FilmFile;
import org.cxrlab.image.ImageFiles;

/**
 * The pictures in zip and tar archives, each by a path that no file has: that of the archive, and
 * its own in there. Nothing is unpacked; of entries whose names do not tell, some bytes are read.
 */
final class Archives {
  private static final List<String> GZIPPED = List.of(".tar.gz", ".tgz");

  /** No picture of such a size can be packed so well, unless it is one to do harm. */
  private static final long LARGE = 1L << 26;

  private static final int BEST_PACKING = 200;

  private final Map<Path, StoredPicture> stored = new HashMap<>();

  static boolean isOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".zip") || lower.endsWith(".tar") || isGzipped(lower);
  }

  private static boolean isGzipped(String name) {
    return GZIPPED.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }

  static PictureStore store(SharedFile file) {
    String lower = file.shown().toLowerCase(Locale.ROOT);
    if (isGzipped(lower)) {
      return new GzippedTarStore(file);
    }
    return lower.endsWith(".tar") ? new TarStore(file) : new ZipStore(file);
  }

  Map<Path, StoredPicture> stored() {
    return stored;
  }

  boolean has(Path file) {
    return stored.containsKey(file);
  }

  /** Knows a picture by a path that no file has. */
  void add(Path path, StoredPicture picture) {
    stored.put(path, picture);
  }

  /**
   * The pictures of one archive.
   *
   * @param below its path in the listed folder; empty for one by itself
   * @param place its file, or what stands for it
   * @param log is told of everything else in it
   */
  List<Found> list(SharedFile file, String below, Path place, SourceLog log) {
    var reading = new Reading(file, below, place, log);
    try {
      reading.all();
    } catch (IOException | RuntimeException e) { // Commons Compress throws both of damaged files
      String what = reading.found.isEmpty() ? "can't be opened" : "are cut short or damaged";
      log.leftOut(
          SourceLog.ARCHIVES,
          Text.format("%s (%s); fetch them again", what, e.getMessage()),
          below.isEmpty() ? file.shown() : below);
    }
    return reading.found;
  }

  /** What an entry is, in whatever form of archive. */
  private record Item(String name, long offset, long size) {}

  /** Gives the first bytes of an entry. */
  private interface Head {
    byte[] first(int count) throws IOException;
  }

  /** One archive as it is read. */
  private final class Reading {
    private final SharedFile file;
    private final String below;
    private final Path place;
    private final SourceLog log;
    private final List<Found> found = new ArrayList<>();
    private String version;

    Reading(SharedFile file, String below, Path place, SourceLog log) {
      this.file = file;
      this.below = below;
      this.place = place;
      this.log = log;
    }

    void all() throws IOException {
      version = file.version();
      try (SeekableByteChannel channel = file.open()) {
        all(channel);
      }
    }

    private void all(SeekableByteChannel channel) throws IOException {
      PictureStore store = store(file);
      if (store instanceof GzippedTarStore) {
        try (TarArchiveInputStream tar = GzippedTarStore.opened(channel)) {
          tar(tar, store, channel);
        }
      } else if (store instanceof TarStore) {
        try (var tar = new TarArchiveInputStream(Channels.newInputStream(channel), "UTF-8")) {
          tar(tar, store, channel);
        }
      } else {
        try (ZipFile zip = ZipStore.opened(channel)) {
          for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
            zipped(zip, store, entry);
          }
        }
      }
    }

    private void zipped(ZipFile zip, PictureStore store, ZipArchiveEntry entry) throws IOException {
      String name = entry.getName().replace('\\', '/');
      if (entry.isDirectory()) {
        return;
      }
      if (entry.isUnixSymlink()) {
        log.leftOut("files", "are links in an archive", shown(name));
      } else if (entry.getGeneralPurposeBit().usesEncryption()) {
        unreadable("are encrypted in an archive; unpack them with their password", name);
      } else if (!zip.canReadEntryData(entry)) {
        unreadable("are packed in a way that can't be read; pack them as common zip", name);
      } else if (entry.getSize() > LARGE
          && entry.getSize() / BEST_PACKING > entry.getCompressedSize()) {
        unreadable("would unpack to far more than a picture has", name);
      } else if (isSafe(name)) {
        var item = new Item(entry.getName(), 0, entry.getSize());
        add(
            name,
            item,
            store,
            count -> {
              try (InputStream in = zip.getInputStream(entry)) {
                return in.readNBytes(count);
              }
            });
      }
    }

    private void tar(TarArchiveInputStream tar, PictureStore store, SeekableByteChannel channel)
        throws IOException {
      long before = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        long offset = store.isSequential() ? before : channel.position();
        before++;
        String name = entry.getName();
        if (entry.isDirectory()) {
          continue;
        }
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
          log.leftOut("files", "are links, pipes or devices in an archive", shown(name));
        } else if (entry.isSparse()) {
          unreadable("are stored with holes in an archive; unpack them", name);
        } else if (isSafe(name)) {
          if (offset + entry.getSize() > channel.size() && !store.isSequential()) {
            throw new IOException("it ends within " + name);
          }
          add(name, new Item(name, offset, entry.getSize()), store, tar::readNBytes);
        }
      }
    }

    private boolean isSafe(String name) {
      String why = "have names that lead out of their archive; pack them anew";
      try {
        Path path = Path.of(name);
        boolean drive = name.matches("\\p{Alpha}:.*");
        if (!path.isAbsolute() && !drive && !List.of(name.split("/", -1)).contains("..")) {
          return true;
        }
      } catch (InvalidPathException e) {
        why = "have names in an archive that no file can have; pack them anew";
      }
      unreadable(why, name);
      return false;
    }

    private void unreadable(String why, String name) {
      boolean picture = FileKind.isCalledPicture(name);
      log.leftOut(picture ? SourceLog.UNREADABLE : "files", why, shown(name));
    }

    private void add(String written, Item item, PictureStore store, Head head) throws IOException {
      String name = plain(written);
      Path path = place.resolve(name);
      String last = name.substring(name.lastIndexOf('/') + 1);
      FileKind kind = kind(name, last);
      if (kind == FileKind.SYSTEM) {
        log.decided("files", "are hidden or the system's own", shown(name));
      } else if (item.size == 0) {
        unreadable("are empty", name);
      } else if (item.size > ImageFiles.MOST_BYTES) {
        unreadable("have more bytes than any film", name);
      } else if (stored.containsKey(path)) {
        unreadable("have the name of another in their archive; the first was taken", name);
      } else if (isFilm(kind, last, item, head, name)) {
        stored.put(path, new StoredPicture(store, item.name, item.offset, item.size, version));
        found.add(FolderListing.named(shown(name), path));
      }
    }

    /** As tar writes "./a.png" for what lies in the folder that it was called in. */
    private String plain(String written) {
      return Arrays.stream(written.split("/", -1))
          .filter(part -> !part.isEmpty() && !part.equals("."))
          .collect(Collectors.joining("/"));
    }

    private FileKind kind(String name, String last) {
      for (Path folder : Path.of(name)) {
        if (FileKind.isSystemFolder(folder.toString())) {
          return FileKind.SYSTEM;
        }
      }
      return FileKind.of(last);
    }

    private boolean isFilm(FileKind kind, String last, Item item, Head head, String name)
        throws IOException {
      switch (kind) {
        case PICTURE, UNKNOWN -> {
          if (kind == FileKind.PICTURE && !FileKind.isCalledDicom(last)) {
            return true;
          }
          Optional<String> why =
              FilmFile.notAFilm(head.first(FilmFile.glance(item.size)), item.size);
          why.ifPresent(words -> unreadable(words, name));
          return why.isEmpty();
        }
        case TABLE ->
            log.leftOut("tables", "lie in an archive; unpack them to use them", shown(name));
        case TEXT -> log.leftOut("files", "are text", shown(name));
        case ARCHIVE ->
            log.leftOut("files", "are packed within an archive; unpack them", shown(name));
        default -> log.leftOut("files", "are no pictures", shown(name));
      }
      return false;
    }

    private String shown(String name) {
      return below.isEmpty() ? name : below + "/" + name;
    }
  }
}
