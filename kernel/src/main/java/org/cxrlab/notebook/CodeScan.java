package org.cxrlab.notebook;

import java.util.BitSet;

/** Tells code from comments, texts and characters, in code that may be half written. */
final class CodeScan {
  private final BitSet code = new BitSet();
  private final String source;
  private int unclosedText = -1;
  private int unclosedComment = -1;

  CodeScan(String source) {
    this.source = source;
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (source.startsWith("//", i)) {
        i = end(source, "\n", i + 2);
      } else if (source.startsWith("/*", i)) {
        int end = source.indexOf("*/", i + 2);
        unclosedComment = end < 0 ? i : unclosedComment;
        i = end < 0 ? source.length() : end + 2;
      } else if (source.startsWith("\"\"\"", i)) {
        int end = source.indexOf("\"\"\"", i + 3);
        unclosedText = end < 0 ? i : unclosedText;
        i = end < 0 ? source.length() : end + 3;
      } else if (c == '"' || c == '\'') {
        i = literal(i, c);
      } else {
        code.set(i);
        i++;
      }
    }
  }

  private int literal(int start, char mark) {
    int i = start + 1;
    while (i < source.length() && source.charAt(i) != mark && source.charAt(i) != '\n') {
      i += source.charAt(i) == '\\' ? 2 : 1;
    }
    if (i >= source.length() || source.charAt(i) == '\n') {
      if (unclosedText < 0) {
        unclosedText = start;
      }
      return Math.min(i, source.length());
    }
    return i + 1;
  }

  private static int end(String source, String mark, int from) {
    int end = source.indexOf(mark, from);
    return end < 0 ? source.length() : end;
  }

  /** Whether this character is code. */
  boolean isCode(int position) {
    return code.get(position);
  }

  /** The source with blanks in the place of comments, texts and characters. */
  String code() {
    var blanked = new StringBuilder(source);
    for (int i = 0; i < source.length(); i++) {
      if (!code.get(i) && source.charAt(i) != '\n') {
        blanked.setCharAt(i, ' ');
      }
    }
    return blanked.toString();
  }

  /** Where the first text begins that has no end, on its line or at all; -1 where all have one. */
  int unclosedText() {
    return unclosedText;
  }

  /** Where a comment begins that has no end; -1 where all have one. */
  int unclosedComment() {
    return unclosedComment;
  }
}
