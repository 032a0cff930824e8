package org.cxrlab.notebook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cxrlab.figure.Text;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * What one cell prints, on both of its streams: gathered, sent a few times a second, and cut in the
 * middle where it is more than a page can hold. Its beginning is sent as it comes. What comes later
 * goes on being sent as long as it comes slowly; of a flood the end is kept, and meanwhile a place
 * that is rewritten shows its last lines. All of a flood goes to a file.
 *
 * <p>Safe for several threads. The front is called by one at a time, in the order of what was
 * printed.
 */
final class PrintedText {
  /** Where the text goes. */
  interface Front {
    /** Adds text below what is there. */
    void print(StreamType stream, String text);

    /** Shows a text below what is there, at a place that has a name. */
    void show(String place, String text);

    /** Replaces the text at a place. */
    void rewrite(String place, String text);
  }

  /**
   * How much is sent.
   *
   * @param head lines sent as they come, and each as far as {@link #BYTES_OF_LINE} bytes on average
   * @param tail lines kept of the end of a flood
   * @param slow lines between two sendings that are no flood yet
   * @param drip lines that are sent after the head because they came slowly; a line longer than
   *     {@link #BYTES_OF_LINE} bytes counts as several
   */
  record Limits(int head, int tail, int slow, int drip) {
    static final Limits OF_A_PAGE = new Limits(1_500, 500, 50, 10_000);
    static final Limits NONE = new Limits(Integer.MAX_VALUE, 1, 1, 1);

    boolean bound() {
      return head < Integer.MAX_VALUE;
    }
  }

  static final int BYTES_OF_LINE = 100;

  /** Where there is no limit, no more than this waits to be sent. */
  private static final int MOST_WAITING = 1 << 20;

  private static final int LIVE_LINES = 5;

  private final Front front;
  private final Limits limits;
  private final PrintedFile file;
  private final String name;
  private final Segments waiting = new Segments();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private long headLines;
  private long headBytes;
  private long dripped;
  private int places;
  private TailBuffer tail;
  private boolean cut;

  /**
   * @param name distinguishes this cell's places from those of others
   * @param file takes the whole of a flood; it is made when there is one. Null for none
   */
  PrintedText(Front front, Limits limits, String name, Path file) {
    this.front = front;
    this.limits = limits;
    this.name = name;
    this.file = new PrintedFile(file);
  }

  /** Takes what was printed. */
  synchronized void write(StreamType stream, byte[] bytes, int from, int length) {
    if (!limits.bound()) {
      waiting.add(stream, bytes, from, length);
      if (waiting.size() > MOST_WAITING) {
        send();
      }
      return;
    }
    int fits = tail == null ? fitting(bytes, from, length) : 0;
    if (fits > 0) {
      waiting.add(stream, bytes, from, fits);
      sent.write(bytes, from, fits);
    }
    if (fits < length) {
      if (tail == null) {
        tail = new TailBuffer(limits.tail, limits.tail * BYTES_OF_LINE);
      }
      tail.add(stream, bytes, from + fits, length - fits);
      if (file.isOpen()) {
        file.write(bytes, from + fits, length - fits);
      } else {
        sent.write(bytes, from + fits, length - fits);
        if (tail.leftOut() > 0) { // from now on something is missing on the page
          file.open(sent.toByteArray());
          sent.reset();
        }
      }
    }
  }

  /** How many bytes of this may still be sent at once; counts them. */
  private int fitting(byte[] bytes, int from, int length) {
    int most = (int) Math.min(length, (long) limits.head * BYTES_OF_LINE - headBytes);
    int fits = 0;
    while (fits < most && headLines < limits.head) {
      if (bytes[from + fits] == '\n') {
        headLines++;
      }
      fits++;
    }
    if (fits < length) {
      while (fits > 0 && (bytes[from + fits] & 0xC0) == 0x80) {
        fits--; // not in the middle of a character
      }
    }
    headBytes += fits;
    if (fits < length) {
      headLines = limits.head;
    }
    return fits;
  }

  /** Sends what waits. To be called a few times a second as long as anything does. */
  synchronized void send() {
    print(waiting.takeWholeCharacters());
    if (tail == null || !tail.isNew()) {
      return;
    }
    if (tail.leftOut() == 0 && dripped < limits.drip && tail.sizeOfNew() <= limits.slow) {
      dripped += tail.size();
      print(tail.end());
      tail.clear();
      return;
    }
    if (tail.leftOut() > 0) {
      String text =
          (tail.lines() == 0
                  ? "… a line goes on, so far to:\n"
                  : Text.format("… %,d more lines so far, the last of them:\n", tail.lines()))
              + tail.last(LIVE_LINES);
      if (tail.place == null) {
        tail.place = name + "-" + ++places;
        front.show(tail.place, text);
      } else {
        front.rewrite(tail.place, text);
      }
    }
    tail.mark();
  }

  /** Whether there is anything that {@link #send} would have to do. */
  synchronized boolean isWaiting() {
    return !waiting.isEmpty() || tail != null && tail.isNew();
  }

  /** Sends all there is, so that what is shown next stands below it. */
  synchronized void settle() {
    print(waiting.take());
    if (tail == null || tail.isEmpty()) {
      return;
    }
    List<Segments.Segment> end = tail.end();
    if (tail.leftOut() > 0) {
      String note = note();
      if (tail.place == null) {
        tail.place = name + "-" + ++places;
        front.show(tail.place, note);
      } else {
        front.rewrite(tail.place, note);
      }
      cut = true;
    }
    print(end);
    tail.clear();
  }

  /** Ends the cell's text. What a thread of the cell prints later is still taken. */
  synchronized void end() {
    settle();
    file.flush();
  }

  private String note() {
    String howMuch =
        tail.linesLeftOut() > 1
            ? String.format(
                Locale.ROOT, "%,d lines (%s)", tail.linesLeftOut(), size(tail.leftOut()))
            : size(tail.leftOut());
    return "… "
        + howMuch
        + " left out here."
        + (cut ? "" : file.words() + "\n  printAll() shows all of what later cells print.");
  }

  private static String size(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private void print(List<Segments.Segment> segments) {
    for (Segments.Segment segment : segments) {
      front.print(segment.stream(), new String(segment.bytes(), StandardCharsets.UTF_8));
    }
  }
}
