package org.cxrlab.data;

import java.util.List;
import java.util.Map;

/** Labels that differ in capitals, blanks and underscores alone, or by a known second spelling. */
public final class LabelSpelling {
  /** NIH's boxes spell this label in another way than its table does. */
  private static final Map<String, String> OTHER = Map.of("infiltrate", "infiltration");

  private LabelSpelling() {}

  /** The position of the label that is meant, that of the same spelling first; -1 if none is. */
  public static int indexOf(List<String> labels, String written) {
    int exact = labels.indexOf(written);
    if (exact >= 0) {
      return exact;
    }
    String key = key(written);
    for (int i = 0; i < labels.size(); i++) {
      if (key(labels.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static String key(String label) {
    String key = CsvReader.key(label);
    return OTHER.getOrDefault(key, key);
  }
}
