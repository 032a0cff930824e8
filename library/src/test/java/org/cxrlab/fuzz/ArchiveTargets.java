package org.cxrlab.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.cxrlab.data.Film;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.SharedFile;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;

/** Archives of films. */
final class ArchiveTargets {
  private static final byte[] PICTURE =
      FuzzTargets.files("/org/cxrlab/image", "gray8.png").values().iterator().next();

  private static final List<String> NAMES = List.of("a.png", "in/b.png", "c", "notes.txt");

  private ArchiveTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        target("zip", "films.zip", folder -> Map.of("whole", zip()))
            .words("PK\\x03\\x04", "PK\\x01\\x02", "PK\\x05\\x06", "PK\\x06\\x06", "PK\\x06\\x07"),
        target("tar", "films.tar", folder -> tars(tar())).words("ustar", "././@LongLink"),
        target("tgz", "films.tar.gz", folder -> tars(packed(tar()))).words("\\x1f\\x8b\\x08"));
  }

  private static FuzzTarget target(String name, String file, FuzzTarget.Seeds seeds) {
    return FuzzTarget.of(name, file, seeds, ArchiveTargets::read)
        .words("a.png", "../", "/tmp/x.png", "C:\\x5c", "./", "\\x00", ".dcm", "__MACOSX/")
        .longest(1 << 14)
        .through("org.apache.commons.compress.archivers.**");
  }

  private static Map<String, byte[]> tars(byte[] whole) {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    seeds.put("whole", whole);
    return seeds;
  }

  private static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : NAMES) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(PICTURE);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (String name : NAMES) {
        var entry = new TarArchiveEntry(name);
        entry.setSize(PICTURE.length);
        tar.putArchiveEntry(entry);
        tar.write(PICTURE);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static void read(Path file) throws IOException {
    StoredFilms found = StoredFilms.archive(SharedFile.Local.of(file), file);
    found.films().source().figure();
    Set<Path> paths = new LinkedHashSet<>();
    for (Film film : found.films()) {
      assertTrue(film.path().normalize().startsWith(file), film.path() + " lies outside");
      assertTrue(paths.add(film.path()), film.path() + " stands twice");
    }
    assertEquals(paths, found.stored().keySet());
    Set<StoredPicture> told = new LinkedHashSet<>();
    List<StoredPicture> all = new ArrayList<>(found.stored().values());
    try {
      all.get(0)
          .store()
          .read(
              all,
              new PictureStore.Taker() {
                @Override
                public void take(StoredPicture picture, InputStream bytes) throws IOException {
                  bytes.skipNBytes(picture.size());
                  told.add(picture);
                }

                @Override
                public void miss(StoredPicture picture, IOException why) {
                  assertTrue(all.contains(picture));
                  told.add(picture);
                }
              });
      assertEquals(all.size(), told.size(), "pictures that were given or missed");
    } catch (IOException | RuntimeException e) { // as StagedFilms takes both of damaged files
      assertTrue(told.size() < all.size(), "all were told of");
    }
  }
}
