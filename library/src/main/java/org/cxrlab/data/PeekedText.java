package org.cxrlab.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A text whose beginning can be looked at before it is read. */
final class PeekedText extends FilterReader {
  private static final int HEAD = 1 << 16;

  private final char[] head = new char[HEAD];
  private int next;
  private int limit;

  PeekedText(Reader text) throws IOException {
    super(text);
    int n = 0;
    while (n >= 0 && limit < HEAD) {
      limit += n;
      n = limit < HEAD ? in.read(head, limit, HEAD - limit) : -1;
    }
  }

  /** The beginning that was not skipped, at most some ten thousand characters. */
  String head() {
    return new String(head, next, limit - next);
  }

  /** Leaves characters of the beginning out. */
  @Override
  public long skip(long characters) {
    next += (int) characters;
    return characters;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] to, int from, int length) throws IOException {
    if (next == limit) {
      return in.read(to, from, length);
    }
    int n = Math.min(length, limit - next);
    System.arraycopy(head, next, to, from, n);
    next += n;
    return n;
  }
}
