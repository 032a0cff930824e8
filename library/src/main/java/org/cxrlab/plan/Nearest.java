package org.cxrlab.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The word of the fewest changed, added or left-out letters (Levenshtein's distance), whatever
   * its case; empty where more than half of the letters differ from every word.
   */
  public static Optional<String> to(String word, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(w -> distance(word, w)))
        .filter(w -> 2 * distance(word, w) <= Math.max(w.length(), word.length()));
  }

  /** Words in quotes with the nearest first said: "; did you mean …?" or all that there are. */
  public static String hint(String word, Collection<String> words) {
    return to(word, words)
        .map(w -> "did you mean \"" + w + "\"?")
        .orElseGet(() -> "there are " + String.join(", ", words) + ".");
  }

  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
