package org.cxrlab.data;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What became of a folder, a table or a data set when it was read: every file and every row is used
 * or stands here with the reason why not, every value that could not be read is counted, and every
 * column has the role that it was given.
 *
 * @param entries in the order in which they were met, those of one kind together
 */
public record Source(List<Entry> entries) implements Showable {
  /** Nothing is known: films that were made in a cell. */
  static final Source UNTOLD = new Source(List.of());

  private static final Set<String> UNREADABLE = Set.of(SourceLog.UNREADABLE, SourceLog.ARCHIVES);

  /** What can become of a thing that was found. */
  public enum Fate {
    /** It is among the films, or tells something about them. */
    USED("used"),
    /** It is a row, a file or a box that is not among the films. */
    LEFT_OUT("left out"),
    /** It is a cell whose value is taken for unknown, or for something else than it says. */
    VALUE("taken as"),
    /** It is a column of a table, or anything else that was decided on reading. */
    DECIDED("decided");

    private final String words;

    Fate(String words) {
      this.words = words;
    }
  }

  /**
   * Things of one kind, of which the same became for the same reason.
   *
   * @param fate what became of them
   * @param what they are, in the plural: "rows of films.csv", "files"
   * @param count how many there are
   * @param why a short sentence without a full stop: "have no picture in the folder"
   * @param examples the first few, as they are found again: a name, "row 7: 411"
   */
  public record Entry(Fate fate, String what, long count, String why, List<String> examples) {
    /** Copies the list. */
    public Entry {
      examples = List.copyOf(examples);
    }

    /** In a form that is right for one as for many. */
    private String words() {
      return Text.format("%s that %s: %,d", what, why, count)
          + (examples.isEmpty() ? "" : Text.format(" (%s)", such(2)));
    }

    private String such(int most) {
      if (examples.isEmpty()) {
        return "";
      }
      String some = examples.stream().limit(most).collect(Collectors.joining(", "));
      return count > Math.min(most, examples.size()) ? some + ", …" : some;
    }
  }

  /** Copies the list. */
  public Source {
    entries = entries.stream().sorted((a, b) -> a.fate.compareTo(b.fate)).toList();
  }

  /** What was left out, and the values that could not be read. */
  public List<Entry> losses() {
    return entries.stream()
        .filter(entry -> entry.fate == Fate.LEFT_OUT || entry.fate == Fate.VALUE)
        .toList();
  }

  /** How many things of whatever kind were left out. */
  public long leftOut() {
    return entries.stream()
        .filter(entry -> entry.fate == Fate.LEFT_OUT)
        .mapToLong(Entry::count)
        .sum();
  }

  /**
   * How many files of the folder are pictures that can't be read, as empty ones and WebP, or
   * archives that can't be read to their end.
   */
  public long unreadablePictures() {
    return entries.stream()
        .filter(entry -> entry.fate == Fate.LEFT_OUT && UNREADABLE.contains(entry.what))
        .mapToLong(Entry::count)
        .sum();
  }

  /** All that was lost in one line for below a cell; empty where nothing was. */
  public String line() {
    String summary = summary();
    return summary.isEmpty()
        ? ""
        : Character.toUpperCase(summary.charAt(0))
            + summary.substring(1)
            + ": films.source() has the account.";
  }

  /** All that was lost in half a sentence for a command; empty where nothing was. */
  public String summary() {
    List<Entry> losses = losses();
    return losses.stream().limit(3).map(Entry::words).collect(Collectors.joining("; "))
        + (losses.size() > 3 ? Text.format("; and %d more", losses.size() - 3) : "");
  }

  /** What was decided is all named, as the role of each column. */
  private static int most(Entry entry) {
    return entry.fate == Fate.DECIDED ? SourceLog.DECISIONS : 3;
  }

  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("What", "Count", "Became", "Why", "Such as")
            .caption("What was read, and what became of it");
    for (Entry entry : entries) {
      table.row(entry.what, entry.count, entry.fate.words, entry.why, entry.such(most(entry)));
    }
    return table
        .note(
            losses().isEmpty()
                ? "Nothing was left out, and every value could be read."
                : "Whatever was left out or could not be read is listed here; nothing else was.")
        .build();
  }
}
