package org.cxrlab.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.SparkFiles;
import org.apache.spark.broadcast.Broadcast;
import org.cxrlab.CxrlabException;
import org.cxrlab.disk.WholeFolder;
import org.cxrlab.process.TrainingSubject;
import org.cxrlab.run.Hashes;
import scala.reflect.ClassTag$;

/**
 * What trainings learn from, as executors find it: either of all trainings of a session, which
 * every executor fetches once and keeps, or of one, which is fetched where that is done, and then
 * forgotten.
 *
 * @param archive the name under which that of all was sent
 * @param one that of one training, packed; null if it is that of all
 * @param sha256 of the folder
 */
record SentSubject(String archive, Broadcast<byte[]> one, String sha256)
    implements Serializable, AutoCloseable {
  /** That of all trainings, of this executor's process: read once. */
  private static String which = "";

  private static TrainingSubject known;

  /** Sends a folder for all trainings of a session. */
  static SentSubject ofAll(Path folder, Session session) {
    Path archive = SentModel.zipped(folder, session.folder().resolve("cxrlab-subject.zip"));
    session.spark().addArchive(archive.toUri().toString());
    return new SentSubject(archive.getFileName().toString(), null, Hashes.of(folder));
  }

  /** Sends a folder for one training; it is closed after that. */
  static SentSubject ofOne(Path folder, Session session) {
    Path packed = WholeFolder.passing();
    try {
      byte[] bytes = Files.readAllBytes(SentModel.zipped(folder, packed.resolve("subject.zip")));
      return new SentSubject(
          "",
          session.spark().broadcast(bytes, ClassTag$.MODULE$.apply(byte[].class)),
          Hashes.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("What is to be sent can't be packed: " + folder, e);
    } finally {
      WholeFolder.deletePassing(packed);
    }
  }

  /**
   * Opens it where an executor runs.
   *
   * @param folder for what is unpacked; it is needed as long as the training lasts
   * @throws CxrlabException if it is not what was sent
   */
  TrainingSubject open(Path folder) {
    if (one != null) {
      unpack(folder);
      return checked(folder);
    }
    synchronized (SentSubject.class) {
      if (!which.equals(sha256)) {
        known = checked(Path.of(SparkFiles.get(archive)));
        which = sha256;
      }
      return known;
    }
  }

  private TrainingSubject checked(Path here) {
    if (!Hashes.of(here).equals(sha256)) {
      throw new CxrlabException(
          "What is in " + here + " is not what was sent; start the trainings again.");
    }
    return TrainingSubject.read(here);
  }

  private void unpack(Path folder) {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(one.value()))) {
      InputStream entries = zip;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        WholeFolder.writePassing(folder.resolve(entry.getName()), entries::transferTo);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("There is no room for what was sent in " + folder, e);
    }
  }

  /** That of all trainings stays as long as the session. */
  @Override
  public void close() {
    if (one != null) {
      one.destroy();
    }
  }
}
