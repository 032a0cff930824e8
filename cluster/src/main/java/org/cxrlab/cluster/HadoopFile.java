package org.cxrlab.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.cxrlab.data.SharedFile;

/**
 * A file of whatever Hadoop's file systems open.
 *
 * @param address such as {@code hdfs://host/films.zip}
 */
record HadoopFile(String address) implements SharedFile {
  @Override
  public String shown() {
    return address;
  }

  @Override
  public String version() throws IOException {
    Path path = new Path(address);
    return version(Hadoop.system(path).getFileStatus(path));
  }

  static String version(FileStatus status) {
    return SharedFile.version(status.getLen(), status.getModificationTime());
  }

  @Override
  public SeekableByteChannel open() throws IOException {
    var path = new Path(address);
    FileSystem system = Hadoop.system(path);
    try {
      long size = system.getFileStatus(path).getLen();
      return new Channel(path, system.open(path), size);
    } catch (IOException e) {
      Hadoop.requireAnswer(path);
      throw Hadoop.why(e);
    }
  }

  /** Reads by Hadoop's stream, which can jump. */
  private static final class Channel implements SeekableByteChannel {
    private final Path path;
    private final FSDataInputStream in;
    private final long size;
    private boolean open = true;

    Channel(Path path, FSDataInputStream in, long size) {
      this.path = path;
      this.in = in;
      this.size = size;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      byte[] bytes = new byte[Math.min(into.remaining(), 1 << 16)];
      int count = read(bytes);
      if (count > 0) {
        into.put(bytes, 0, count);
      }
      return count;
    }

    private int read(byte... bytes) throws IOException {
      try {
        return in.read(bytes);
      } catch (IOException e) {
        Hadoop.requireAnswer(path);
        throw Hadoop.why(e);
      }
    }

    @Override
    public long position() throws IOException {
      return in.getPos();
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
      in.seek(newPosition);
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      in.close();
    }
  }
}
