package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.cxrlab.figure.Text;

/**
 * A column with all findings of a row in one cell, as NIH ChestX-ray14 has them: joined by a bar,
 * or the words "No Finding". An empty cell says nothing of any label.
 */
final class FindingCells {
  /** Python writes a list with brackets and quotes. */
  private static final Pattern BETWEEN = Pattern.compile("'?\\s*[|;,\\[\\]]\\s*'?");

  private static final Set<String> NONE = Set.of("nofinding", "nofindings", "none");

  private final CsvReader csv;
  private final Labels labels;
  private final int column;
  private final SourceLog log;

  /** A hundred thousand films share some hundred combinations. */
  private final Map<String, List<Float>> known = new HashMap<>();

  FindingCells(CsvReader csv, Labels labels, int column, SourceLog log) {
    this.csv = csv;
    this.labels = labels;
    this.column = column;
    this.log = log;
  }

  /** The findings that a cell names; none where it says that there is none, or nothing. */
  static List<String> apart(String text) {
    List<String> findings = new ArrayList<>();
    for (String part : BETWEEN.split(text)) {
      String finding = part.strip();
      if (!finding.isEmpty() && !NONE.contains(CsvReader.key(finding))) {
        findings.add(finding);
      }
    }
    return findings;
  }

  /** The findings that are named in the row at hand, in the labels' spelling where it is one. */
  List<String> named() {
    return apart(csv.get(column)).stream()
        .map(
            name -> {
              int label = LabelSpelling.indexOf(labels.names(), name);
              return label < 0 ? name : labels.get(label);
            })
        .toList();
  }

  /** The labels of the current row. */
  List<Float> values() {
    String text = csv.get(column);
    List<Float> before = known.get(text);
    return before == null ? read(text) : before;
  }

  private List<Float> read(String text) {
    var values = new Float[labels.size()];
    Arrays.fill(values, LabelCells.isUnknown(text) && !isNone(text) ? Float.NaN : 0f);
    boolean whole = true;
    for (String finding : apart(text)) {
      int label = LabelSpelling.indexOf(labels.names(), finding);
      if (label >= 0) {
        values[label] = 1f;
      } else if (!LabelCells.isUnknown(finding)) {
        whole = false;
        log.value(
            "findings of " + csv.file().getFileName(),
            "are none of the labels; what the row does not name is unknown",
            Text.format("row %d: \"%s\"", csv.row(), finding));
      }
    }
    if (!whole) {
      // It may be any of the others, misspelt.
      Arrays.setAll(values, i -> values[i] == 1f ? values[i] : (Float) Float.NaN);
      return List.of(values);
    }
    List<Float> read = List.of(values);
    known.put(text, read);
    return read;
  }

  private static boolean isNone(String text) {
    return NONE.contains(CsvReader.key(text.toLowerCase(Locale.ROOT)));
  }
}
