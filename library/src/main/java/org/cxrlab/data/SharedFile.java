package org.cxrlab.data;

import java.io.IOException;
import java.io.Serializable;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that can be opened on each machine of a cluster, such as an archive in a shared folder.
 */
public interface SharedFile extends Serializable {
  /** Its bytes from the beginning; who asks for them closes them. */
  SeekableByteChannel open() throws IOException;

  /** Its path or address, for sentences. */
  String shown();

  /**
   * What is another when the file has changed: its length, and when it was last written.
   *
   * @throws IOException if it is not there, or can't be asked for
   */
  String version() throws IOException;

  /**
   * As {@link #version} tells it.
   *
   * @param length in bytes
   * @param written in milliseconds since 1970
   */
  static String version(long length, long written) {
    return length + " " + written;
  }

  /**
   * A file of this machine, or of a folder that all have under the same path.
   *
   * @param path absolute
   */
  record Local(String path) implements SharedFile {
    /** The file at a path. */
    public static Local of(Path file) {
      return new Local(file.toAbsolutePath().toString());
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      return Files.newByteChannel(Path.of(path));
    }

    @Override
    public String shown() {
      return path;
    }

    @Override
    public String version() throws IOException {
      Path file = Path.of(path);
      return SharedFile.version(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
  }
}
