package org.cxrlab.figure;

import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
final class LineBreaks {
  private LineBreaks() {}

  /** Lines no wider than {@code width}; a single word that is wider stays whole. */
  static List<String> wrap(String text, FontMetrics metrics, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && metrics.stringWidth(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
