package org.cxrlab.eval;

import java.util.ArrayList;
import java.util.List;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Numbers;
import org.cxrlab.figure.Showable;

/**
 * What two tables did not have in common and was therefore not evaluated.
 *
 * @param predicted images that have a prediction but no row in the table of labels
 * @param labelled images that have a row in the table of labels but no prediction
 * @param columns columns of the predictions that hold probabilities of no label of the other table
 * @param remarks sentences on what else was passed over or could not be read
 */
public record Unmatched(
    List<String> predicted, List<String> labelled, List<String> columns, List<String> remarks)
    implements Showable {
  private static final int NAMED = 5;

  /** Without a remark. */
  public Unmatched(List<String> predicted, List<String> labelled, List<String> columns) {
    this(predicted, labelled, columns, List.of());
  }

  /** Copies the lists. */
  public Unmatched {
    predicted = List.copyOf(predicted);
    labelled = List.copyOf(labelled);
    columns = List.copyOf(columns);
    remarks = List.copyOf(remarks);
  }

  /** Nothing left out. */
  static Unmatched none() {
    return new Unmatched(List.of(), List.of(), List.of());
  }

  /** Whether everything was matched, and nothing is to be remarked. */
  public boolean isEmpty() {
    return allMatched() && remarks.isEmpty();
  }

  private boolean allMatched() {
    return predicted.isEmpty() && labelled.isEmpty() && columns.isEmpty();
  }

  /** What was left out, in words; the first few names of each kind. */
  @Override
  public Note figure() {
    String others = String.join(" ", remarks);
    if (allMatched()) {
      return new Note(("Every row was matched. " + others).strip());
    }
    List<String> parts = new ArrayList<>();
    add(parts, predicted, "prediction without labels", "predictions without labels");
    add(
        parts,
        labelled,
        "labelled film without a prediction",
        "labelled films without a prediction");
    add(parts, columns, "column that is no label", "columns that are no label");
    return new Note(("Left out: " + String.join("; ", parts) + ". " + others).strip());
  }

  private static void add(List<String> parts, List<String> names, String one, String many) {
    if (!names.isEmpty()) {
      String more = names.size() > NAMED ? ", …" : "";
      parts.add(
          Numbers.show(names.size())
              + " "
              + (names.size() == 1 ? one : many)
              + " ("
              + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
              + more
              + ")");
    }
  }
}
