package org.cxrlab.cluster;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/**
 * A storage as Hadoop knows them, {@code fake://store/…}, which lies in a folder of its name and
 * fails as real ones do: all of it while there is a file {@code store.away} beside that folder, and
 * films whose names say so.
 */
public final class FakeStorage extends FileSystem {
  /** The setting that it can't do without: where its stores lie. */
  static final String FOLDER = "fs.fake.folder";

  static final String AWAY = "Call From here to there failed";

  private final FileSystem local = new RawLocalFileSystem();
  private URI uri;
  private File folder;

  @Override
  public void initialize(URI name, Configuration settings) throws IOException {
    super.initialize(name, settings);
    if (settings.get(FOLDER) == null) {
      throw new IOException("nobody said where it lies");
    }
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
    folder = new File(settings.get(FOLDER), name.getAuthority());
    local.initialize(URI.create("file:///"), settings);
  }

  @Override
  public String getScheme() {
    return "fake";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  private File file(Path path) throws IOException {
    if (new File(folder + ".away").exists()) {
      throw new IOException(AWAY + "\n\tat a.server.of.Theirs(Theirs.java:1)");
    }
    String name = path.getName();
    if (name.startsWith("forbidden")) {
      throw new AccessControlException("Permission denied: user=me");
    }
    if (name.startsWith("odd")) {
      throw new IllegalStateException("an odd failure");
    }
    File file = new File(folder, path.toUri().getPath());
    if (!file.exists()) {
      throw new FileNotFoundException(path + " is not there");
    }
    return file;
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return local.open(new Path(file(path).toURI()), buffer);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return status(path, file(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return Arrays.stream(file(path).listFiles())
        .map(file -> status(new Path(below(path, file.getName())), file))
        .toArray(FileStatus[]::new);
  }

  /** Names may have colons, which Hadoop takes for a scheme where they stand alone. */
  private static String below(Path folder, String name) {
    return folder.toString().replaceFirst("/$", "") + "/" + name;
  }

  private FileStatus status(Path path, File file) {
    return new FileStatus(
        file.length(),
        file.isDirectory(),
        1,
        1 << 20,
        file.lastModified(),
        path.makeQualified(uri, new Path("/")));
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException("It is read alone.");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short copies,
      long block,
      Progressable progress) {
    throw new UnsupportedOperationException("It is read alone.");
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress) {
    throw new UnsupportedOperationException("It is read alone.");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("It is read alone.");
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException("It is read alone.");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException("It is read alone.");
  }
}
