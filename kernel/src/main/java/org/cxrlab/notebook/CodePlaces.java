package org.cxrlab.notebook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Places in a piece of code, found without a parser, for code that may be half written. */
final class CodePlaces {
  private CodePlaces() {}

  /**
   * Up to where to read the code to learn what is at the cursor, the best first: to the end of the
   * name there, with the parenthesis that makes it a call; to the parenthesis of the call that ends
   * there; to the cursor; to the parenthesis of the call around it.
   */
  static List<Integer> ends(String code, int cursor) {
    var ends = new ArrayList<Integer>();
    int end = cursor;
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
      end++;
    }
    boolean word = end > cursor || endsInName(code.substring(0, cursor));
    List<Integer> around = unclosed(code, cursor);
    if (word && !isInText(code, cursor)) {
      int next = end;
      while (next < code.length() && Character.isWhitespace(code.charAt(next))) {
        next++;
      }
      if (next < code.length() && code.charAt(next) == '(') {
        ends.add(next + 1);
      }
      ends.add(end);
    } else if (cursor > 0 && code.charAt(cursor - 1) == ')') {
      List<Integer> inside = unclosed(code, cursor - 1);
      if (!inside.isEmpty()) {
        ends.add(inside.get(0) + 1);
      }
    }
    ends.add(cursor);
    around.forEach(i -> ends.add(i + 1));
    return ends.stream().distinct().toList();
  }

  static boolean endsInName(String code) {
    return !code.isEmpty() && Character.isJavaIdentifierPart(code.charAt(code.length() - 1));
  }

  /** Where the parentheses are that are open here, the innermost first. */
  static List<Integer> unclosed(String code, int cursor) {
    Deque<Integer> open = new ArrayDeque<>();
    var scan = new CodeScan(code);
    for (int i = 0; i < cursor; i++) {
      if (scan.isCode(i)) {
        char c = code.charAt(i);
        if (c == '(') {
          open.push(i);
        } else if (c == ')' && !open.isEmpty()) {
          open.pop();
        } else if (c == ';' || c == '{' || c == '}') {
          open.clear();
        }
      }
    }
    return List.copyOf(open);
  }

  private static boolean isInText(String code, int cursor) {
    return cursor > 0 && cursor < code.length() && !new CodeScan(code).isCode(cursor - 1);
  }

  /** Where the expression begins after which this dot stands. */
  static int receiver(String code, int dot) {
    var scan = new CodeScan(code);
    int depth = 0;
    int i = dot;
    while (i > 0) {
      char c = code.charAt(i - 1);
      if (scan.isCode(i - 1)) {
        if (c == ')' || c == ']') {
          depth++;
        } else if (c == '(' || c == '[') {
          if (depth == 0) {
            break;
          }
          depth--;
        } else if (depth == 0
            && !Character.isJavaIdentifierPart(c)
            && c != '.'
            && !isBesideDot(code, i - 1)) {
          break;
        }
      } else if (depth == 0 && c != '"') {
        break;
      }
      i--;
    }
    String before = code.substring(0, i);
    return before.matches("(?s).*\\bnew\\s+") ? before.lastIndexOf("new") : i;
  }

  /** White space within a chain of calls. */
  private static boolean isBesideDot(String code, int position) {
    if (!Character.isWhitespace(code.charAt(position))) {
      return false;
    }
    String before = code.substring(0, position).stripTrailing();
    String after = code.substring(position).stripLeading();
    return before.endsWith(".") || after.startsWith(".");
  }
}
