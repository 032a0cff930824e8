package org.cxrlab.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What stands in a column, counted over the rows of a table. */
final class ColumnScan implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int EXAMPLES = 3;
  private static final int LONGEST_SHOWN = 40;
  private static final int MOST_FINDINGS = 200;
  private static final int LONGEST_FINDING = 60;

  /** A label may hold this share of other numbers, as mistakes. */
  private static final double FEW = 0.05;

  private final HashMap<String, LabelCells.Word> known = new HashMap<>();
  private final ArrayList<String> examples = new ArrayList<>();
  private final LinkedHashSet<Double> otherNumbers = new LinkedHashSet<>();
  private final LinkedHashSet<String> findings = new LinkedHashSet<>();
  private long filled;
  private long labels;
  private long numbers;
  private long pictures;
  private boolean sentences;

  /** Adds a cell. */
  void add(String text) {
    if (examples.size() < EXAMPLES) {
      examples.add(text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text);
    }
    LabelCells.Word word =
        known.size() < 1000 ? known.computeIfAbsent(text, LabelCells::word) : LabelCells.word(text);
    if (word == LabelCells.Word.UNKNOWN) {
      return;
    }
    filled++;
    if (word != LabelCells.Word.NO_LABEL) {
      labels++;
      return;
    }
    double number = Decimals.parse(text);
    if (!Double.isNaN(number)) {
      numbers++;
      if (otherNumbers.size() < EXAMPLES) {
        otherNumbers.add(number);
      }
    } else if (isPicture(text)) {
      pictures++;
    }
    if (!sentences) {
      for (String finding : FindingCells.apart(text)) {
        findings.add(finding);
        sentences |= finding.length() > LONGEST_FINDING || findings.size() > MOST_FINDINGS;
      }
    }
  }

  /** Adds what was counted in the rows that follow. */
  void addAll(ColumnScan later) {
    later.examples.stream().limit(EXAMPLES - examples.size()).forEach(examples::add);
    filled += later.filled;
    labels += later.labels;
    numbers += later.numbers;
    pictures += later.pictures;
    otherNumbers.addAll(later.otherNumbers);
    sentences |= later.sentences;
    for (String finding : later.findings) {
      if (!sentences) {
        findings.add(finding);
        sentences = findings.size() > MOST_FINDINGS;
      }
    }
  }

  private static boolean isPicture(String text) {
    int dot = text.lastIndexOf('.');
    return dot > 0
        && switch (text.substring(dot + 1).toLowerCase(Locale.ROOT)) {
          case "png", "jpg", "jpeg", "dcm", "dicom", "tif", "tiff", "bmp", "gif" -> true;
          default -> false;
        };
  }

  /** The first cells. */
  List<String> examples() {
    return examples;
  }

  /** Whether it names picture files. */
  boolean namesPictures() {
    return pictures * 2 > filled;
  }

  /** Whether no cell has a value. */
  boolean isEmpty() {
    return filled == 0;
  }

  /** Whether most cells are labels, and what is none may be a mistake. */
  boolean holdsLabels() {
    return labels * 2 >= filled && labels > 0 && !isCount();
  }

  private boolean isCount() {
    return numbers * 2 >= filled || otherNumbers.size() > 1 && numbers > FEW * filled;
  }

  /** Whether it holds the names of findings and not sentences. */
  boolean holdsFindings() {
    return filled > 0 && numbers == 0 && pictures == 0 && !sentences && !findings.isEmpty();
  }

  /** The findings that are named, as they first occur. */
  Set<String> findings() {
    return findings;
  }
}
