package org.cxrlab.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a table's file, from the beginning of a line to the end of one.
 *
 * @param from the place of its first byte
 * @param to the place behind its last byte
 */
public record TablePart(long from, long to) implements Serializable {
  private static final int WINDOW = 1 << 16;

  /** Of the beginning of a file a reader makes out how it is laid out, so it is not cut. */
  private static final long HEAD = 1 << 18;

  /** Cuts a file behind line ends into parts of at least this many bytes. */
  static List<TablePart> cut(Path file, long bytes) {
    List<TablePart> parts = new ArrayList<>();
    try (var in = FileChannel.open(file)) {
      long size = in.size();
      long from = 0;
      while (from < size) {
        long least = from + (from == 0 ? Math.max(bytes, HEAD) : bytes);
        long to = least < size ? lineEnd(in, least) : size;
        parts.add(new TablePart(from, to));
        from = to;
      }
      return parts;
    } catch (IOException e) {
      throw TableText.unreadable(file, e, "");
    }
  }

  /** The place behind the first line end from a place on. */
  private static long lineEnd(FileChannel in, long from) throws IOException {
    var window = ByteBuffer.allocate(WINDOW);
    long at = from;
    for (int n = in.read(window, at); n > 0; n = in.read(window, at)) {
      for (int i = 0; i < n; i++) {
        if (window.get(i) == '\n') {
          return at + i + 1;
        }
      }
      at += n;
      window.clear();
    }
    return at;
  }

  /** This part and the one that follows it. */
  public TablePart with(TablePart next) {
    return new TablePart(from, next.to);
  }

  /** The bytes. */
  InputStream open(Path file) throws IOException {
    var channel = FileChannel.open(file);
    channel.position(from);
    return new Stretch(Channels.newInputStream(channel), to - from);
  }

  /** So many bytes of a file. */
  private static final class Stretch extends InputStream {
    private final InputStream in;
    private long left;

    Stretch(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(bytes, from, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("The file has become shorter.");
      }
      left -= n;
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
