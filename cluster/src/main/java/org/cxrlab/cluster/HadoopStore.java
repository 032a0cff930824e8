package org.cxrlab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.train.StopSignal;

/**
 * A folder of whatever Hadoop's file systems open: {@code hdfs://}, {@code file://}, and others
 * whose jars are on the class path.
 *
 * @param address such as {@code hdfs://host/films}, without a slash at its end
 */
record HadoopStore(String address) implements PictureStore {
  private static final String SLASH = "/";

  @Override
  public String shown() {
    return address;
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  @Override
  public void read(List<StoredPicture> pictures, Taker taker) throws IOException {
    var folder = new Path(address + SLASH);
    FileSystem system = Hadoop.system(folder);
    for (StoredPicture picture : pictures) {
      // As three parts, since what stands before a colon in a name would be taken for a scheme.
      Path file = new Path(folder, new Path(null, null, picture.name()));
      try (InputStream in = system.open(file)) {
        taker.take(picture, in);
        if (in.read() >= 0) {
          throw new IOException("is longer than when its folder was listed. Start again.");
        }
      } catch (CxrlabException e) {
        throw e; // there is no room for it here
      } catch (IOException | RuntimeException e) {
        taker.miss(picture, Hadoop.why(e));
        Hadoop.requireAnswer(folder);
      }
    }
  }

  /**
   * The films at an address: of a folder and those in it, of an archive, or one.
   *
   * @throws CxrlabException if it can't be listed, or no file system for it is there
   * @throws IllegalArgumentException if there is no film
   */
  static StoredFilms films(String address) {
    FileStatus there = Hadoop.asked(address, () -> status(new Path(address)));
    String name = there.getPath().getName();
    if (there.isFile() && StoredFilms.isArchive(name)) {
      return StoredFilms.archive(
          new HadoopFile(there.getPath().toString()), java.nio.file.Path.of(name));
    }
    return StoredFilms.listed(Hadoop.asked(address, () -> files(there)), address);
  }

  private static FileStatus status(Path path) throws IOException {
    return Hadoop.system(path).getFileStatus(path);
  }

  private static List<StoredFilms.StoredFile> files(FileStatus there) throws IOException {
    if (there.isFile()) {
      return List.of(file(folder(there.getPath().getParent()), there));
    }
    String folder = folder(there.getPath());
    List<StoredFilms.StoredFile> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all =
        Hadoop.system(there.getPath()).listFiles(there.getPath(), true);
    while (all.hasNext()) {
      if (StopSignal.isRequested()) {
        throw new CxrlabException("Stopped while " + folder + " was being listed.");
      }
      files.add(file(folder, all.next()));
    }
    return files;
  }

  /** Without the slash that a root ends with, such as that of a bucket. */
  private static String folder(Path path) {
    String folder = path.toString();
    return folder.endsWith(SLASH) ? folder.substring(0, folder.length() - 1) : folder;
  }

  private static StoredFilms.StoredFile file(String folder, FileStatus status) {
    String file = status.getPath().toString();
    String below = file.substring(folder.length() + SLASH.length());
    return new StoredFilms.StoredFile(
        below,
        new StoredPicture(
            new HadoopStore(folder), below, 0, status.getLen(), HadoopFile.version(status)),
        new HadoopFile(file));
  }
}
