package org.cxrlab.data;

import java.util.List;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Note;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What a table of films shares with another.
 *
 * @param table what the table is called
 * @param other what the other table is called
 * @param patients how many patients are in both
 * @param firstPatients the IDs of the first of them, as {@code table} has them; numbers in their
 *     order
 * @param images how many names of pictures are in both
 * @param firstImages the first of these names, sorted
 * @param account what became of the other table's rows
 */
public record TableLeaks(
    String table,
    String other,
    long patients,
    List<String> firstPatients,
    long images,
    List<String> firstImages,
    Source account)
    implements Showable {
  /** So many patients and pictures are named. */
  public static final int NAMED = 20;

  /** Copies the lists. */
  public TableLeaks {
    firstPatients = List.copyOf(firstPatients);
    firstImages = List.copyOf(firstImages);
  }

  /** Whether nothing is shared. */
  public boolean isNone() {
    return patients == 0 && images == 0;
  }

  @Override
  public Figure figure() {
    String leftOut = account.summary();
    String note = leftOut.isEmpty() ? "" : Text.format("Of %s: %s.", other, leftOut);
    if (isNone()) {
      return new Note(
          Text.format("%s and %s share no patient and no picture. %s", table, other, note).strip());
    }
    return TableFigure.columns("In both", "Count", "Such as")
        .caption(Text.format("Leaks between %s and %s", table, other))
        .row("patients", patients, some(firstPatients, patients))
        .row("pictures", images, some(firstImages, images))
        .note(note)
        .build();
  }

  private static String some(List<String> names, long all) {
    return String.join(", ", names)
        + (all > names.size() ? Text.format(" and %,d more", all - names.size()) : "");
  }
}
