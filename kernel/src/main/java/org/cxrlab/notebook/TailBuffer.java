package org.cxrlab.notebook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/** The end of a text of any length, with what is to be known of the rest. Not thread-safe. */
final class TailBuffer {
  /** A run of text of one stream, up to a position in the whole. */
  private record Run(StreamType stream, long end) {}

  private final int mostLines;
  private final byte[] ring;
  private final Deque<Run> runs = new ArrayDeque<>();
  private long size;
  private long lines;
  private long marked;
  private long markedLines;

  /** Where on the page its last lines are shown; null where they are not. */
  String place;

  /** Keeps the last so many lines, as far as these are within so many bytes. */
  TailBuffer(int lines, int bytes) {
    mostLines = lines;
    ring = new byte[bytes];
  }

  void add(StreamType stream, byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '\n') {
        lines++;
      }
    }
    int kept = Math.min(length, ring.length);
    size += length - kept;
    for (int done = 0; done < kept; ) {
      int at = (int) (size % ring.length);
      int count = Math.min(kept - done, ring.length - at);
      System.arraycopy(bytes, from + length - kept + done, ring, at, count);
      size += count;
      done += count;
    }
    if (!runs.isEmpty() && runs.getLast().stream == stream) {
      runs.removeLast();
    }
    runs.add(new Run(stream, size));
    while (runs.getFirst().end <= size - ring.length) {
      runs.removeFirst();
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many lines have ended. */
  long lines() {
    return lines;
  }

  /** How much there is, in lines; a long line counts as several. */
  long size() {
    return lines + size / PrintedText.BYTES_OF_LINE;
  }

  /** How much has come since the last {@link #mark}, in lines; a long line counts as several. */
  long sizeOfNew() {
    return lines - markedLines + (size - marked) / PrintedText.BYTES_OF_LINE;
  }

  boolean isNew() {
    return size > marked;
  }

  void mark() {
    marked = size;
    markedLines = lines;
  }

  /** How many bytes are not in the end that is kept. */
  long leftOut() {
    return start(mostLines, ring.length);
  }

  /** How many ends of lines are not in the end that is kept. */
  long linesLeftOut() {
    long kept = 0;
    for (long i = leftOut(); i < size; i++) {
      if (at(i) == '\n') {
        kept++;
      }
    }
    return lines - kept;
  }

  /** The end that is kept. */
  List<Segments.Segment> end() {
    var segments = new ArrayList<Segments.Segment>();
    long from = leftOut();
    for (Iterator<Run> i = runs.iterator(); i.hasNext(); ) {
      Run run = i.next();
      if (run.end > from) {
        segments.add(new Segments.Segment(run.stream, bytes(from, run.end)));
        from = run.end;
      }
    }
    return segments;
  }

  /** The last so many lines. */
  String last(int count) {
    return new String(
        bytes(start(count, count * PrintedText.BYTES_OF_LINE), size), StandardCharsets.UTF_8);
  }

  void clear() {
    runs.clear();
    size = 0;
    lines = 0;
    marked = 0;
    markedLines = 0;
    place = null;
  }

  private long start(int count, int bytes) {
    long earliest = Math.max(0, size - bytes);
    int seen = 0;
    for (long i = size - 2; i >= earliest; i--) {
      if (at(i) == '\n' && ++seen == count) {
        return i + 1;
      }
    }
    if (earliest == 0) {
      return 0;
    }
    for (long i = earliest; i < size - 1; i++) {
      if (at(i) == '\n') {
        return i + 1; // not in the middle of a line, if another one follows
      }
    }
    long start = earliest;
    while (start < size && (at(start) & 0xC0) == 0x80) {
      start++; // not in the middle of a character
    }
    return start;
  }

  private byte at(long position) {
    return ring[(int) (position % ring.length)];
  }

  private byte[] bytes(long from, long to) {
    var bytes = new byte[(int) (to - from)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = at(from + i);
    }
    return bytes;
  }
}
