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
  }
}
