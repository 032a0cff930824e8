package org.cxrlab.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.model.ChestModel;

/**
 * A model as one file that is sent to each executor once, with all that it does to films; gone when
 * it is closed.
 *
 * @param drafts the folder that it lies in
 * @param archive the file, which Spark unpacks where it is received
 * @param origin what {@link Origin} makes of what is in it
 */
record SentModel(Path drafts, Path archive, String origin) implements AutoCloseable {
  /**
   * Of a model as it is now.
   *
   * @throws UncheckedIOException if there is no room for it
   */
  static SentModel of(ChestModel model) {
    Path drafts = temporary();
    Path folder = model.save(drafts.resolve("model"));
    return new SentModel(
        drafts, zipped(folder, drafts.resolve("cxrlab-model.zip")), Origin.ofFolder(folder));
  }

  /** The name under which executors find it. */
  String name() {
    return archive.getFileName().toString();
  }

  /** Sends it to all executors of a session. */
  SentModel to(Session session) {
    session.spark().addArchive(archive.toUri().toString());
    return this;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("cxrlab-spark-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "There is no temporary folder to put the model in; set TMPDIR to one.", e);
    }
  }

  private static Path zipped(Path folder, Path file) {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(one).toString()));
        Files.copy(one, zip);
        zip.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("The model can't be packed to " + file + ".", e);
    }
  }

  @Override
  public void close() {
    try {
      WholeFolder.delete(drafts);
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + drafts + " can't be deleted.", e);
    }
  }
}
