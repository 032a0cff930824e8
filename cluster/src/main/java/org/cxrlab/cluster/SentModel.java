package org.cxrlab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.model.ChestModel;
import org.cxrlab.model.Precision;
import org.cxrlab.run.Hashes;

/**
 * A model that was sent to all executors of a session as one file, with all that it does to films.
 *
 * @param name under which they find it, unpacked
 * @param origin the SHA-256 of what is in it
 * @param precision in which it computes
 */
record SentModel(String name, String origin, Precision precision) {
  /**
   * Sends a model as it is now.
   *
   * @throws UncheckedIOException if there is no room for it
   */
  static SentModel of(ChestModel model, Session session) {
    Path folder = model.save(session.folder().resolve("model"));
    return of(folder, model.precision(), session);
  }

  /** Sends the model of a folder. */
  static SentModel of(Path folder, Precision precision, Session session) {
    Path archive = zipped(folder, session.folder().resolve("cxrlab-model.zip"));
    session.spark().addArchive(archive.toUri().toString());
    return new SentModel(archive.getFileName().toString(), Hashes.of(folder), precision);
  }

  /** Packs a folder as one file. */
  static Path zipped(Path folder, Path file) {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(one).toString()));
        Files.copy(one, zip);
        zip.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("What is to be sent can't be packed to " + file + ".", e);
    }
  }
}
