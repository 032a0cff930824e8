package org.cxrlab.notebook;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds names in the text of a cell, without a compiler: in an instant, and nearly always right.
 */
final class CellNames {
  private static final String IDENTIFIER =
      "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";

  /**
   * What a cell is made of, as far as names matter; texts are one piece, so that none is in them.
   */
  private static final Pattern PIECE =
      Pattern.compile(
          "//[^\\n]*|(?s:/\\*.*?\\*/)" // remarks
              + "|(?s:\"\"\".*?\"\"\")|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'" // texts
              + "|\\d[\\w.]*" // numbers
              + "|"
              + IDENTIFIER
              + "|\\+\\+|--|[-+*/%&|^]=|<<=|>>>?=|==|!=|<=|>=|->|::|\\S");

  private static final Pattern NAME = Pattern.compile(IDENTIFIER);
  private static final Pattern ASSIGNMENT = Pattern.compile("=|[-+*/%&|^]=|<<=|>>>?=|\\+\\+|--");

  private CellNames() {}

  /** The text in its pieces, without blanks and remarks. */
  static List<String> pieces(String source) {
    return PIECE
        .matcher(source)
        .results()
        .map(MatchResult::group)
        .filter(piece -> !piece.startsWith("//") && !piece.startsWith("/*"))
        .toList();
  }

  /** Names that stand by themselves, not behind a point. */
  static Set<String> in(String source) {
    List<String> pieces = pieces(source);
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < pieces.size(); i++) {
      if (isName(pieces.get(i)) && (i == 0 || !List.of(".", "::").contains(pieces.get(i - 1)))) {
        names.add(pieces.get(i));
      }
    }
    return names;
  }

  /** Names to which something is assigned. */
  static Set<String> assignedIn(String source) {
    List<String> pieces = pieces(source);
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < pieces.size(); i++) {
      boolean own = isName(pieces.get(i)) && (i == 0 || !pieces.get(i - 1).equals("."));
      boolean after = i + 1 < pieces.size() && ASSIGNMENT.matcher(pieces.get(i + 1)).matches();
      boolean before = i > 0 && List.of("++", "--").contains(pieces.get(i - 1));
      if (own && (after || before)) {
        names.add(pieces.get(i));
      }
    }
    return names;
  }

  private static boolean isName(String piece) {
    return NAME.matcher(piece).matches();
  }
}
