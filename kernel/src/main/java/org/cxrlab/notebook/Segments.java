package org.cxrlab.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/** Text of two streams, in the order in which it was printed. */
final class Segments {
  /** A piece of text of one stream, in UTF-8. */
  record Segment(StreamType stream, byte[] bytes) {}

  private final List<Segment> whole = new ArrayList<>();
  private StreamType stream;
  private byte[] open = new byte[1024];
  private int length;
  private int size;

  void add(StreamType to, byte[] bytes, int from, int count) {
    if (count == 0) {
      return;
    }
    if (to != stream) {
      close();
      stream = to;
    }
    if (length + count > open.length) {
      open = Arrays.copyOf(open, Math.max(2 * open.length, length + count));
    }
    System.arraycopy(bytes, from, open, length, count);
    length += count;
    size += count;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many bytes are here. */
  int size() {
    return size;
  }

  /** Takes everything out. */
  List<Segment> take() {
    close();
    List<Segment> taken = List.copyOf(whole);
    whole.clear();
    size = 0;
    if (open.length > 1 << 16) {
      open = new byte[1024];
    }
    return taken;
  }

  /** Takes everything out but the first bytes of a character whose others are still to come. */
  List<Segment> takeWholeCharacters() {
    int unfinished = unfinished(open, length);
    StreamType of = stream;
    byte[] rest = Arrays.copyOfRange(open, length - unfinished, length);
    length -= unfinished;
    List<Segment> taken = take();
    if (unfinished > 0) {
      add(of, rest, 0, unfinished);
    }
    return taken;
  }

  /** How many bytes at the end begin a character that is not all there. */
  private static int unfinished(byte[] bytes, int length) {
    for (int back = 1; back <= Math.min(3, length); back++) {
      int value = bytes[length - back] & 0xFF;
      if (value >= 0xC0) {
        int needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
        return needed > back ? back : 0;
      }
      if (value < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  private void close() {
    if (length > 0) {
      whole.add(new Segment(stream, Arrays.copyOf(open, length)));
    }
    length = 0;
    stream = null;
  }
}
