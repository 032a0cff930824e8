package org.cxrlab.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells that CheXpert's labeller writes, a column for each label: 1 present, 0 absent, -1
 * uncertain, blank where the report does not mention it.
 */
final class MentionCells {
  /** What a row says of the labels: values with what is open unknown, and what is open. */
  record Mentions(List<Float> values, Set<String> uncertain, Set<String> blank) {
    /** A row that is not there. */
    static Mentions none(Labels labels) {
      return new Mentions(Collections.nCopies(labels.size(), Float.NaN), Set.of(), Set.of());
    }

    FilmDetails details(String study, String part) {
      return new FilmDetails(study, part, uncertain, blank);
    }
  }

  private final CsvReader csv;
  private final SourceLog log;
  private final Labels labels;
  private final int[] columns;

  /** A hundred thousand rows share some thousand combinations. */
  private final Map<String, Mentions> known = new HashMap<>();

  /**
   * @param labels of the films; a table may lack some, of which its rows say nothing
   */
  MentionCells(CsvReader csv, Labels labels, SourceLog log) {
    this.csv = csv;
    this.labels = labels;
    this.log = log;
    columns = labels.names().stream().mapToInt(label -> column(csv.header(), label)).toArray();
  }

  /** Those of the fourteen that a table has, in CheXpert's order. */
  static Labels in(List<String> header) {
    return new Labels(
        Labels.CHEXPERT.names().stream().filter(label -> column(header, label) >= 0).toList());
  }

  /** Whether a column holds one of the fourteen. */
  static boolean isLabel(String column) {
    return Labels.CHEXPERT.names().contains(plain(column));
  }

  /** -1 if there is none. */
  private static int column(List<String> header, String label) {
    return header.stream().map(MentionCells::plain).toList().indexOf(label);
  }

  /** Passed on, names are also joined by underscores. */
  private static String plain(String column) {
    return column.replace('_', ' ');
  }

  /** What the current row says. */
  Mentions mentions() {
    var key = new StringBuilder();
    for (int column : columns) {
      key.append(csv.get(column)).append(',');
    }
    // Read anew where a cell can't be read, so that each of them is counted.
    Mentions before = known.get(key.toString());
    return before == null ? read(key.toString()) : before;
  }

  private Mentions read(String key) {
    List<Float> values = new ArrayList<>();
    Set<String> uncertain = new LinkedHashSet<>();
    Set<String> blank = new LinkedHashSet<>();
    boolean readable = true;
    for (int i = 0; i < columns.length; i++) {
      String text = csv.get(columns[i]);
      float value = Float.NaN;
      switch (text) {
        case "1.0", "1" -> value = 1;
        case "0.0", "0" -> value = 0;
        case "-1.0", "-1" -> uncertain.add(labels.get(i));
        case "" -> {
          if (columns[i] >= 0) {
            blank.add(labels.get(i));
          }
        }
        default -> {
          readable = false;
          log.value(
              "labels of " + SetTable.name(csv.file()),
              "are none of 1, 0, -1 and blank, and taken for unknown",
              SetTable.at(csv, labels.get(i) + " " + text));
        }
      }
      values.add(value);
    }
    var mentions = new Mentions(List.copyOf(values), Set.copyOf(uncertain), Set.copyOf(blank));
    if (readable) {
      known.put(key, mentions);
    }
    return mentions;
  }
}
