package org.cxrlab.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.cxrlab.CxrlabException;
import org.cxrlab.data.PictureStore;
import org.cxrlab.data.SharedFile;
import org.cxrlab.data.StoredFilms;
import org.cxrlab.data.StoredPicture;
import org.cxrlab.figure.Text;
import org.cxrlab.train.StopSignal;

/**
 * A folder of whatever Hadoop's file systems open: {@code hdfs://}, {@code file://}, and others
 * whose jars are on the class path.
 *
 * @param address such as {@code hdfs://host/films}
 */
record HadoopStore(String address) implements PictureStore {
  /** In which jar of Hadoop's a file system is, but for its version. */
  private static final Map<String, String> JARS =
      Map.of(
          "s3a", "org.apache.hadoop:hadoop-aws:",
          "abfs", "org.apache.hadoop:hadoop-azure:",
          "abfss", "org.apache.hadoop:hadoop-azure:");

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
    Path folder = new Path(address);
    FileSystem system = system(folder);
    for (StoredPicture picture : pictures) {
      // As three parts, since what stands before a colon in a name would be taken for a scheme.
      Path file = new Path(folder, new Path(null, null, picture.name()));
      try (InputStream in = system.open(file)) {
        taker.take(picture, in);
        if (in.read() >= 0) {
          throw new IOException("is longer than it was when it was listed. Start again.");
        }
      } catch (FileNotFoundException e) {
        taker.miss(picture, new IOException("is no longer there. Check its folder.", e));
      } catch (IOException e) {
        taker.miss(picture, e);
      } catch (IllegalArgumentException e) { // as a colon in it
        taker.miss(
            picture, new IOException("is called by a name that Hadoop can't open. Rename it.", e));
      }
    }
  }

  /** With the settings that Spark was given, as {@code spark.hadoop.…}. */
  static FileSystem system(Path path) throws IOException {
    return path.getFileSystem(SparkHadoopUtil.get().conf());
  }

  /**
   * The films at an address: of a folder and those in it, of an archive, or one.
   *
   * @throws CxrlabException if there is none, or no file system for it
   */
  static StoredFilms films(String address) {
    Path path = new Path(address);
    try {
      FileSystem system = opened(path);
      FileStatus there = system.getFileStatus(path);
      if (there.isFile() && StoredFilms.isArchive(path.getName())) {
        return StoredFilms.archive(new HadoopFile(address), java.nio.file.Path.of(path.getName()));
      }
      Path folder = there.isFile() ? path.getParent() : path;
      var store = new HadoopStore(folder.toString());
      List<StoredFilms.StoredFile> files = new ArrayList<>();
      if (there.isFile()) {
        files.add(file(store, path.getName(), there));
      } else {
        String root = there.getPath().toString();
        RemoteIterator<LocatedFileStatus> all = system.listFiles(path, true);
        while (all.hasNext()) {
          if (StopSignal.isRequested()) {
            throw new CxrlabException("Stopped while " + address + " was being listed.");
          }
          LocatedFileStatus one = all.next();
          files.add(file(store, one.getPath().toString().substring(root.length() + 1), one));
        }
      }
      return StoredFilms.listed(files, address);
    } catch (FileNotFoundException e) {
      throw new CxrlabException("There is nothing at " + address + "; check the address.", e);
    } catch (IOException e) {
      throw new CxrlabException(
          Text.format("%s can't be listed (%s); check the address.", address, firstLine(e)), e);
    }
  }

  private static StoredFilms.StoredFile file(HadoopStore store, String below, FileStatus status) {
    SharedFile file = new HadoopFile(status.getPath().toString());
    return new StoredFilms.StoredFile(
        below,
        new StoredPicture(store, below, 0, status.getLen(), HadoopFile.version(status)),
        file);
  }

  private static FileSystem opened(Path path) throws IOException {
    String scheme = path.toUri().getScheme().toLowerCase(Locale.ROOT);
    try {
      return system(path);
    } catch (RuntimeException | IOException e) { // Hadoop wraps a class that is not there
      if (!isMissing(e)) {
        throw e;
      }
      String jar = JARS.getOrDefault(scheme, "the jar that has it");
      String version = jar.endsWith(":") ? VersionInfo.getVersion() : "";
      throw new CxrlabException(
          Text.format(
              "Spark brings no file system for %s://; add %s%s by spark-submit --packages.",
              scheme, jar, version),
          e);
    }
  }

  private static boolean isMissing(Throwable thrown) {
    return thrown.getCause() instanceof ClassNotFoundException
        || thrown.getCause() != null && isMissing(thrown.getCause())
        || String.valueOf(thrown.getMessage()).contains("No FileSystem for scheme");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
