package org.cxrlab.data;

import java.util.List;
import org.cxrlab.figure.Figure;
import org.cxrlab.figure.Showable;
import org.cxrlab.figure.TableFigure;
import org.cxrlab.figure.Text;

/**
 * What is in a table of films, column by column.
 *
 * @param name of the data set
 * @param about how it was read, and what was left out
 * @param rows how many rows the table has
 * @param columns in the table's order
 */
public record TableInfo(String name, String about, int rows, List<Column> columns)
    implements Showable {
  /**
   * One column.
   *
   * @param name its heading
   * @param type what its values are, in words
   * @param nonNull how many rows have a value
   * @param nulls how many rows have none
   * @param example the first value that is there, empty if there is none
   */
  public record Column(String name, String type, int nonNull, int nulls, String example) {}

  /** Copies the list. */
  public TableInfo {
    columns = List.copyOf(columns);
  }

  static TableInfo of(Films films) {
    List<Seen> all = Columns.of(films).all().stream().map(Seen::new).toList();
    List<Seen> labels = all.stream().filter(seen -> seen.column.isLabel()).toList();
    List<Seen> others = all.stream().filter(seen -> !seen.column.isLabel()).toList();
    for (ValueCounts.Combination some : films.valueCounts()) {
      labels.forEach(seen -> seen.add(some.first(), some.films()));
    }
    // Film by film and not column by column: each has to come from memory once.
    for (Film film : films) {
      for (int i = 0; i < others.size(); i++) {
        others.get(i).add(film, 1);
      }
    }
    return new TableInfo(
        films.name(),
        films.about(),
        films.size(),
        all.stream().map(seen -> seen.column(films.size())).toList());
  }

  /** What was seen of a column. */
  private static final class Seen {
    private final Columns.Column column;
    private int nonNull;
    private Object example;

    Seen(Columns.Column column) {
      this.column = column;
    }

    /** Adds so many films that have the same here as this one. */
    void add(Film film, int films) {
      Object value = column.value().apply(film);
      if (value != null) {
        nonNull += films;
        example = example == null ? value : example;
      }
    }

    Column column(int rows) {
      return new Column(
          column.name(),
          column.kind().words,
          nonNull,
          rows - nonNull,
          example instanceof Double d ? Age.text(d) : example == null ? "" : example.toString());
    }
  }

  @Override
  public Figure figure() {
    var table =
        TableFigure.columns("Column", "Type", "Non-null", "Null", "Example")
            .caption(
                Text.format(
                    "%s: %s of %s",
                    name, Text.count(rows, "row"), Text.count(columns.size(), "column")))
            .note(about);
    columns.forEach(c -> table.row(c.name, c.type, c.nonNull, c.nulls, c.example));
    return table.build();
  }
}
