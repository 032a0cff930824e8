package org.cxrlab.data;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Text;
import org.cxrlab.image.Box;

/** The box of a row, in tables that have one row for each. */
final class RowBoxes {
  static final String OUTSIDE = "lie outside of their film";

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
   * The box of the current row, as one of the finding that it names, or that it says is there.
   * Where there are several, nothing tells which of them the box shows, and there is none.
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
    List<String> shown = new ArrayList<>();
    if (findings != null) {
      shown.addAll(findings.named());
    } else {
      for (int i = 0; i < labels.size(); i++) {
        if (values.get(i) == 1) {
          shown.add(labels.get(i));
        }
      }
    }
    if (shown.size() == 1) {
      return List.of(new FindingBox(shown.get(0), box));
    }
    log.leftOut(
        what(csv),
        shown.isEmpty()
            ? "are in a row without a finding"
            : "are in a row with several findings, and nothing tells which of them the box shows",
        "row " + csv.row() + (shown.isEmpty() ? "" : ": " + String.join(", ", shown)));
    return List.of();
  }

  static String what(CsvReader csv) {
    return "boxes of " + csv.file().getFileName();
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
    double x = numbers[0];
    double y = numbers[1];
    double width = edges ? numbers[2] - x : numbers[2];
    double height = edges ? numbers[3] - y : numbers[3];
    boolean isFinite =
        Double.isFinite(x)
            && Double.isFinite(y)
            && Double.isFinite(x + width)
            && Double.isFinite(y + height);
    if (isFinite && width > 0 && height > 0 && x + width > 0 && y + height > 0) {
      return new Box(x, y, width, height);
    }
    log.leftOut(
        what(csv),
        isFinite && width > 0 && height > 0
            ? OUTSIDE
            : "are none: left edge, top edge, a positive width and a positive height",
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
