package org.cxrlab.data;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.cxrlab.figure.Text;

/**
 * Takes text apart into rows and cells, one row at a time. A cell becomes a text only when it is
 * asked for, so columns that nobody reads cost next to nothing.
 *
 * <p>A quote that is not closed before the text ends, or before {@value #LONGEST_QUOTED} characters
 * or another quote that can't close it, is taken for a character like others: it would swallow the
 * rows below it. Parsers of the usual libraries do just that, and none says where it opened.
 */
final class CsvCells {
  /** More characters has no row. */
  static final int LONGEST_ROW = 1 << 24;

  /** More columns has no table. */
  static final int MOST_CELLS = 1 << 16;

  private static final int LONGEST_QUOTED = 1 << 20;

  /** A row that is beyond any table. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(String what) {
      super(what);
    }
  }

  private final Reader text;
  private final char separator;
  private char[] chars = new char[1 << 16];
  private int start;
  private int next;
  private int limit;
  private boolean ended;
  private boolean zeros;

  /** Begin and end of each cell, counted from the start of the row. */
  private int[] from = new int[32];

  private int[] to = new int[32];
  private boolean[] doubled = new boolean[32];

  /** The text of each cell when it was last asked for, which many rows have again. */
  private String[] texts = new String[32];

  private int count;
  private boolean loose;
  private boolean endedInQuote;

  CsvCells(Reader text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** Moves to the next row; false at the end. */
  boolean next() throws IOException {
    start = next;
    count = 0;
    loose = false;
    if (next == limit && !more()) {
      return false;
    }
    while (!cell()) {
      if (count == MOST_CELLS) {
        throw new TooLong(Text.format("%,d columns", MOST_CELLS));
      }
    }
    return true;
  }

  /** How many cells the row has. */
  int count() {
    return count;
  }

  /** Whether the row has a quote that is not closed, or not where a cell ends. */
  boolean hasLooseQuote() {
    return loose;
  }

  /** Whether the text ended behind a quote that was open: more text could have closed it. */
  boolean endedInQuote() {
    return endedInQuote;
  }

  /** Whether there is a NUL in the row, which no text has. */
  boolean hasZero() {
    if (zeros) {
      for (int i = start; i < next; i++) {
        if (chars[i] == 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The text of a cell. */
  String text(int cell) {
    int begin = start + from[cell];
    int length = to[cell] - from[cell];
    if (doubled[cell]) {
      return new String(chars, begin, length).replace("\"\"", "\"");
    }
    if (!isAt(texts[cell], begin, length)) {
      texts[cell] = new String(chars, begin, length);
    }
    return texts[cell];
  }

  /** Whether these characters are a text; from its end, as names differ there. */
  private boolean isAt(String text, int begin, int length) {
    if (text == null || text.length() != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) {
      if (text.charAt(i) != chars[begin + i]) {
        return false;
      }
    }
    return true;
  }

  boolean isEmpty(int cell) {
    return from[cell] == to[cell];
  }

  /** Whether a cell holds nothing but blanks. */
  boolean isBlank(int cell) {
    for (int i = start + from[cell]; i < start + to[cell]; i++) {
      if (!Character.isWhitespace(chars[i])) {
        return false;
      }
    }
    return true;
  }

  /** Reads one cell; whether the row ends with it. */
  private boolean cell() throws IOException {
    skipBlanks();
    return next < limit && chars[next] == '"' ? quoted() : plain(next - start);
  }

  private void skipBlanks() throws IOException {
    while ((next < limit || more()) && isBlank(chars[next])) {
      next++;
    }
  }

  private boolean isBlank(char c) {
    return c == ' ' || c == '\u00A0' || c == '\t' && separator != '\t';
  }

  private boolean ends(char c) {
    return c == separator || c == '\n' || c == '\r';
  }

  /** The cell from {@code begin} on, up to what ends a cell after {@code next}. */
  private boolean plain(int begin) throws IOException {
    int i = next;
    while (true) {
      char[] all = chars;
      int end = limit;
      while (i < end && !ends(all[i])) {
        i++;
      }
      next = i;
      if (i < end || !more()) {
        break;
      }
      i = next;
    }
    int last = next - start;
    while (last > begin && isBlank(chars[start + last - 1])) {
      last--;
    }
    add(begin, last, false);
    return rowEnds();
  }

  private boolean quoted() throws IOException {
    int open = next - start;
    int goOn = open;
    boolean lines = false;
    boolean twice = false;
    next++;
    while (next < limit || more()) {
      char c = chars[next++];
      if (c == '"') {
        if ((next < limit || more()) && chars[next] == '"') {
          twice = true;
          next++;
          continue;
        }
        int close = next - 1 - start;
        skipBlanks();
        if (next == limit || ends(chars[next])) {
          add(open + 1, close, twice);
          return rowEnds();
        }
        goOn = lines ? open : close + 1;
        break;
      }
      lines |= c == '\n' || c == '\r';
      if (next - start - open > LONGEST_QUOTED) {
        break;
      }
    }
    endedInQuote |= ended && next == limit;
    loose = true;
    // What follows a quote that closed belongs to the cell; one that did not is a letter.
    next = start + goOn;
    return plain(open);
  }

  /** Passes what ends a cell; whether the row ends too. */
  private boolean rowEnds() throws IOException {
    if (next == limit) {
      return true;
    }
    char c = chars[next++];
    if (c == '\r' && (next < limit || more()) && chars[next] == '\n') {
      next++;
    }
    return c != separator;
  }

  private void add(int begin, int end, boolean twice) {
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
      doubled = Arrays.copyOf(doubled, count * 2);
      texts = Arrays.copyOf(texts, count * 2);
    }
    from[count] = begin;
    to[count] = end;
    doubled[count++] = twice;
  }

  /** Reads on, keeping the row at hand; false at the end. */
  private boolean more() throws IOException {
    if (ended) {
      return false;
    }
    if (start > 0) {
      System.arraycopy(chars, start, chars, 0, limit - start);
      next -= start;
      limit -= start;
      start = 0;
    }
    if (limit == chars.length) {
      if (limit >= LONGEST_ROW) {
        throw new TooLong(Text.format("%,d characters", LONGEST_ROW));
      }
      chars = Arrays.copyOf(chars, limit * 2);
    }
    int n = text.read(chars, limit, chars.length - limit);
    if (n < 0) {
      ended = true;
      return false;
    }
    for (int i = limit; i < limit + n && !zeros; i++) {
      zeros = chars[i] == 0;
    }
    limit += n;
    return true;
  }
}
