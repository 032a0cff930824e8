package org.cxrlab.notebook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.cxrlab.figure.Text;

/** Finds brackets, texts and comments that were opened and not closed. */
final class Brackets {
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private Brackets() {}

  /**
   * What is open at the end of the source.
   *
   * @param line of the cell in which the source begins, from 1
   */
  static Optional<String> open(String source, int line) {
    var scan = new CodeScan(source);
    if (scan.unclosedComment() >= 0) {
      return Optional.of(
          Text.format(
              "The comment that begins with /* in line %d has no */",
              line(source, line, scan.unclosedComment())));
    }
    if (scan.unclosedText() >= 0) {
      return Optional.of(
          Text.format(
              "The text that begins in line %d has no closing quotes.",
              line(source, line, scan.unclosedText())));
    }
    Optional<String> mismatch = mismatch(source, line);
    if (mismatch.isPresent()) {
      return mismatch;
    }
    Deque<Integer> open = opened(source, scan);
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "The %c of line %d is never closed: a %c is missing.",
                source.charAt(open.peek()),
                line(source, line, open.peek()),
                CLOSING.charAt(OPENING.indexOf(source.charAt(open.peek())))));
  }

  /** A bracket that another kind of bracket closes. */
  static Optional<String> mismatch(String source, int line) {
    var scan = new CodeScan(source);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (!scan.isCode(i)) {
        continue;
      }
      if (OPENING.indexOf(c) >= 0) {
        open.push(i);
      } else if (CLOSING.indexOf(c) >= 0) {
        if (open.isEmpty()) {
          return Optional.of(
              Text.format("The %c in line %d closes nothing.", c, line(source, line, i)));
        }
        char opened = source.charAt(open.peek());
        if (OPENING.indexOf(opened) != CLOSING.indexOf(c)) {
          return Optional.of(
              Text.format(
                  "The %c of line %d is still open where a %c follows in line %d.",
                  opened, line(source, line, open.peek()), c, line(source, line, i)));
        }
        open.pop();
      }
    }
    return Optional.empty();
  }

  private static Deque<Integer> opened(String source, CodeScan scan) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < source.length(); i++) {
      if (scan.isCode(i)) {
        if (OPENING.indexOf(source.charAt(i)) >= 0) {
          open.push(i);
        } else if (CLOSING.indexOf(source.charAt(i)) >= 0 && !open.isEmpty()) {
          open.pop();
        }
      }
    }
    return open;
  }

  /** The line of the cell in which this character of the source is. */
  static int line(String source, int first, int position) {
    return first
        + (int)
            source
                .substring(0, Math.max(0, Math.min(position, source.length())))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }
}
