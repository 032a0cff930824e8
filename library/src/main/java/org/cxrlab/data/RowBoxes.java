package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;

/** The box of a row, in tables that have one row for each. */
final class RowBoxes {
  private final CsvReader csv;
  private final int[] columns;
  private final boolean edges;
  private final FindingCells findings;
  private final Labels labels;
  private final SourceLog log;

  /**
   * @param findings what the row's box shows; null where the labels tell
   */
  RowBoxes(CsvReader csv, TableColumns table, FindingCells findings, Labels labels, SourceLog log) {
    this.csv = csv;
    columns = table.box();
    edges = table.boxHasEdges();
    this.findings = findings;
    this.labels = labels;
    this.log = log;
  }

  /**
   * The boxes of the current row: one for each finding that it names, or that it says is there.
   *
   * @param values of the labels
   */
  List<FindingBox> boxes(List<Float> values) {
    if (columns.length == 0) {
      return List.of();
    }
    Box box = box(csv, columns, edges, log);
    if (box == null) {
      return List.of();
    }
    List<FindingBox> boxes = new ArrayList<>();
    if (findings != null) {
      findings.named().forEach(finding -> boxes.add(new FindingBox(finding, box)));
    } else {
      for (int i = 0; i < labels.size(); i++) {
        if (values.get(i) == 1) {
          boxes.add(new FindingBox(labels.get(i), box));
        }
      }
    }
    return boxes;
  }

  /** The box in these columns; null where there is none, and where it is no box, which is told. */
  static Box box(CsvReader csv, int[] columns, boolean edges, SourceLog log) {
    double[] numbers = new double[columns.length];
    int unknown = 0;
    for (int i = 0; i < numbers.length; i++) {
      String text = csv.get(columns[i]);
      unknown += LabelCells.isUnknown(text) ? 1 : 0;
      numbers[i] = Decimals.parse(text);
    }
    if (unknown == numbers.length) {
      return null;
    }
    try {
      return new Box(
          numbers[0],
          numbers[1],
          edges ? numbers[2] - numbers[0] : numbers[2],
          edges ? numbers[3] - numbers[1] : numbers[3]);
    } catch (IllegalArgumentException e) {
      log.leftOut(
          "boxes of " + csv.file().getFileName(),
          "are none: left edge, top edge, a positive width and a positive height",
          Text.format(
              "row %d: %s, %s, %s, %s",
              csv.row(),
              csv.get(columns[0]),
              csv.get(columns[1]),
              csv.get(columns[2]),
              csv.get(columns[3])));
      return null;
    }
  }
}
